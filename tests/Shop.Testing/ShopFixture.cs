using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Hosting;

namespace Shop.Testing;

/// <summary>
/// The whole shop as it is composed for real, on a port and a database of its own. As <c>IClassFixture</c> each test
/// class gets one.
/// </summary>
public abstract class ShopFixture : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"shop-test-{Guid.CreateVersion7():N}");
    private TestDatabase? database;
    private FlakyLink? link;
    private WebApplication? application;

    /// <summary>Runs as the real one does, from wherever a test puts it.</summary>
    public TestClock Clock { get; } = new();

    public TestDatabase Database => database ?? throw NotYet();

    /// <summary>The wire between the shop and its database, to be cut.</summary>
    public FlakyLink Link => link ?? throw NotYet();

    public IServiceProvider Services => Application.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    protected WebApplication Application => application ?? throw NotYet();

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Create();
        link = new FlakyLink(database.ConnectionString);
        await Run();
    }

    public async Task DisposeAsync()
    {
        await Application.DisposeAsync();
        await Link.DisposeAsync();
        await Database.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ends every activation, so that what grains know afterwards is what was stored.</summary>
    public async Task Restart()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
        await Run();
    }

    /// <summary>What a test replaces. The clock is, and the log is quiet.</summary>
    protected virtual void Compose(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Logging.ClearProviders();
    }

    /// <summary>What a test adds to the endpoints.</summary>
    protected virtual void Map(WebApplication application)
    {
    }

    private async Task Run()
    {
        var settings = ShopSettings.Read(data: folder) with
        {
            Web = new WebSettings(IPAddress.Loopback, Port: 0, "Development"),
        };
        application = ShopApplication.Build(settings, Link.ConnectionString, ShopRole.Everything, Compose);
        Map(application);
        await application.StartAsync();
    }

    private static InvalidOperationException NotYet() => new("The shop is started by InitializeAsync.");
}
