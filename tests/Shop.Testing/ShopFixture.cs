using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
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
    private readonly List<Task> dead = [];
    private string folder = Path.Combine(Path.GetTempPath(), $"shop-test-{Guid.CreateVersion7():N}");
    private TestDatabase? database;
    private FlakyLink? link;
    private WebApplication? application;

    /// <summary>Runs as the real one does, from wherever a test puts it.</summary>
    public TestClock Clock { get; } = new();

    public TestDatabase Database => database ?? throw NotYet();

    /// <summary>The wire between the shop and its database, to be cut.</summary>
    public FlakyLink Link => link ?? throw NotYet();

    /// <summary>What is set, as in the environment.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Where its mails are laid.</summary>
    public string MailFolder => Path.Combine(folder, "mail");

    public IServiceProvider Services => Application.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    protected WebApplication Application => application ?? throw NotYet();

    public async Task InitializeAsync()
    {
        await Prepare();
        await Starting();
        await Run();
    }

    /// <summary>Another node, on the database and the folder of this shop, started at the same moment.</summary>
    public async Task InitializeBoth(ShopFixture other)
    {
        await Prepare();
        (other.link, other.folder) = (new FlakyLink(Database.ConnectionString), folder);
        await Task.WhenAll(Run(), other.Run());
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(dead);
        await Application.DisposeAsync();
        await Link.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        await Stopped();
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

    /// <summary>As if the process were killed: nothing of it reaches its database any more. Another starts.</summary>
    public async Task Kill()
    {
        Link.Cut();
        dead.Add(Bury(Application, Link));
        link = new FlakyLink(Database.ConnectionString);
        await Run();
    }

    /// <summary>Another process on the same database, not started.</summary>
    public WebApplication Beside() => Build();

    public Task Stop() => Application.StopAsync();

    /// <summary>How the shop reaches its database.</summary>
    protected virtual string ConnectionString => Link.ConnectionString;

    /// <summary>What a test replaces. The clock is, and the log is quiet.</summary>
    protected virtual void Compose(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Logging.ClearProviders();
    }

    /// <summary>How the settings are read.</summary>
    protected virtual IConfiguration Read(IConfiguration settings) => settings;

    /// <summary>What a test adds to the endpoints.</summary>
    protected virtual void Map(WebApplication application)
    {
    }

    /// <summary>Called before the first start.</summary>
    protected virtual Task Starting() => Task.CompletedTask;

    /// <summary>Called after each start.</summary>
    protected virtual void Started()
    {
    }

    /// <summary>Called when all is over.</summary>
    protected virtual Task Stopped() => Task.CompletedTask;

    /// <summary>Nobody waits for what a dead process still tries.</summary>
    private static Task Bury(WebApplication process, FlakyLink link) => Task.Run(async () =>
    {
        await process.StopAsync(new CancellationToken(canceled: true));
        await process.DisposeAsync();
        await link.DisposeAsync();
    });

    private async Task Prepare()
    {
        database = await TestDatabase.Create();
        link = new FlakyLink(database.ConnectionString);
    }

    private async Task Run()
    {
        application = Build();
        Map(application);
        await application.StartAsync();
        Started();
    }

    private WebApplication Build()
    {
        var source = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        var settings = ShopSettings.From(Read(source), folder);
        settings = settings with { Web = settings.Web with { Port = 0, DemoCatalogue = false } };
        return ShopApplication.Build(settings, ConnectionString, ShopRole.Everything, Compose);
    }

    private static InvalidOperationException NotYet() => new("The shop is started by InitializeAsync.");
}
