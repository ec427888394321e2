using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Hosting;
using Shop.Testing;

namespace Shop;

/// <summary>
/// The whole shop, as it is composed for real, for tests that speak to its grains. As <c>IClassFixture</c> each test
/// class gets one, with a database of its own.
/// </summary>
public sealed class ShopCluster : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"shop-cluster-{Guid.CreateVersion7():N}");
    private TestDatabase? database;
    private FlakyLink? link;
    private WebApplication? app;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The wire between the shop and its database, to be cut.</summary>
    public FlakyLink Link => link ?? throw NotYet();

    public TestDatabase Database => database ?? throw NotYet();

    /// <summary>What the shop takes for the time; it goes on by itself, too.</summary>
    public MovableClock Clock { get; } = new();

    private IServiceProvider Services => app?.Services ?? throw NotYet();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Create();
        link = new FlakyLink(database.ConnectionString);
        await Start();
    }

    public async Task DisposeAsync()
    {
        await app!.DisposeAsync();
        await Link.DisposeAsync();
        await Database.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ends every activation, so that what grains know afterwards is what was stored.</summary>
    public async Task Restart()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        await Start();
    }

    private async Task Start()
    {
        var settings = ShopSettings.Read(data: folder) with
        {
            Web = new WebSettings(IPAddress.Loopback, Port: 0, "Development"),
        };
        app = ShopApplication.Build(settings, Link.ConnectionString, ShopRole.Everything, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<TimeProvider>(Clock);
        });
        await app.StartAsync();
    }

    private static InvalidOperationException NotYet() => new("The shop is started by InitializeAsync.");
}

/// <summary>The system's clock, set forward by a test.</summary>
public sealed class MovableClock : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref ahead));

    public void Advance(TimeSpan time) => Interlocked.Add(ref ahead, time.Ticks);
}
