using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Accounts;
using Shop.Conventions;
using Shop.Hosting;
using Shop.Testing;

namespace Shop;

/// <summary>
/// The whole shop, as it is composed for real, on a port and a database of its own. As <c>IClassFixture</c> each test
/// class gets one.
/// </summary>
public sealed class ShopHost : IAsyncLifetime, IAsyncDisposable
{
    private readonly LogBook log = new();
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"shop-host-{Guid.CreateVersion7():N}");
    private TestDatabase? database;
    private FlakyLink? link;
    private WebApplication? app;

    /// <summary>What the shop wrote to its log.</summary>
    internal IReadOnlyCollection<string> Logged => log.Lines;

    internal TestDatabase Database => database ?? throw NotYet();

    /// <summary>The wire between the shop and its database, to be cut.</summary>
    internal FlakyLink Link => link ?? throw NotYet();

    /// <summary>Runs as the real one does, from wherever a test puts it.</summary>
    internal TestClock Clock { get; } = new();

    internal IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    internal IServiceProvider Services => app?.Services ?? throw NotYet();

    internal IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>For a test that would disturb others: with the clock, with the wire.</summary>
    public static async Task<ShopHost> Start()
    {
        var shop = new ShopHost();
        await shop.InitializeAsync();
        return shop;
    }

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Create();
        link = new FlakyLink(database.ConnectionString);
        var settings = ShopSettings.Read(data: folder) with
        {
            Web = new WebSettings(IPAddress.Loopback, Port: 0, "Development"),
        };
        app = ShopApplication.Build(settings, link.ConnectionString, ShopRole.Everything, Compose);
        app.MapGroup("/api/v1").WithETags().ShutUnlessDeclared().MapSamples();
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app!.DisposeAsync();
        await Link.DisposeAsync();
        await Database.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>Somebody who has not signed in.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = new Uri(app!.Urls.Single()) };

    /// <summary>A new customer, signed in, with an address in the address book.</summary>
    public Task<HttpClient> Customer() => SignedIn(Role.Customer);

    public Task<HttpClient> Seller() => SignedIn(Role.Seller);

    public Task<HttpClient> Admin() => SignedIn(Role.Admin);

    private async Task<HttpClient> SignedIn(Role role)
    {
        var id = Guid.CreateVersion7();
        var user = await Grains.User(id).AdmitShopper();
        if (role is not Role.Customer)
            user = await Grains.User(id).SetRole(role);

        var session = await Grains.Session(Guid.CreateVersion7()).Open(new OpenSession(user.Value!, Epoch: 0));
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.AccessToken);
        return client;
    }

    private void Compose(WebApplicationBuilder builder)
    {
        // The sample endpoints' shapes; the shop's own are known to the API's call of the same name.
        builder.Services.AddValidation();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Logging.ClearProviders().AddProvider(log);
    }

    private static InvalidOperationException NotYet() => new("The shop is started by InitializeAsync.");
}
