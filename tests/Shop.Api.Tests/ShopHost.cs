using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Accounts;
using Shop.Conventions;
using Shop.Hosting;
using Shop.Testing;

namespace Shop;

/// <summary>The shop spoken to over HTTP.</summary>
public class ShopHost : ShopFixture, IAsyncDisposable
{
    private readonly LogBook log = new();

    /// <summary>What the shop wrote to its log.</summary>
    internal IReadOnlyCollection<string> Logged => log.Lines;

    /// <summary>Which settings the shop asked for.</summary>
    internal SettingsSurvey Survey { get; private set; } = null!;

    internal IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>For a test that would disturb others: with the clock, with the wire, with settings.</summary>
    /// <param name="settings">As an operator would set them: names and values.</param>
    public static async Task<ShopHost> Start(params (string Name, string Value)[] settings)
    {
        var shop = new ShopHost();
        foreach (var (name, value) in settings)
            shop.Settings[name] = value;
        await shop.InitializeAsync();
        return shop;
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody who has not signed in.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = new Uri(Application.Urls.Single()) };

    /// <summary>A new customer, signed in, with an address in the address book.</summary>
    public Task<HttpClient> Customer() => SignedIn(Role.Customer);

    public Task<HttpClient> Seller() => SignedIn(Role.Seller);

    public Task<HttpClient> Admin() => SignedIn(Role.Admin);

    protected override void Compose(WebApplicationBuilder builder)
    {
        base.Compose(builder);
        // The sample endpoints' shapes; the shop's own are known to the API's call of the same name.
        builder.Services.AddValidation();
        builder.Logging.AddProvider(log);
    }

    protected override IConfiguration Read(IConfiguration settings) => Survey = new SettingsSurvey(settings);

    protected override void Map(WebApplication application) =>
        application.MapGroup("/api/v1").WithETags().ShutUnlessDeclared().MapSamples();

    private async Task<HttpClient> SignedIn(Role role)
    {
        var id = Guid.CreateVersion7();
        await Grains.User(id).AdmitShopper();
        if (role is not Role.Customer)
            await Grains.User(id).SetRole(role);

        var session = (await Grains.SignIn(id).Open(from: null)).Value!;
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.AccessToken);
        return client;
    }
}
