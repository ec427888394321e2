using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shop.Accounts;
using Shop.Admin;
using Shop.Catalog;
using Shop.Carts;
using Shop.Hosting;
using Shop.Inventory;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;

namespace Shop;

/// <summary>
/// The HTTP front of the shop. Its host brings grains (<see cref="IGrainFactory"/>), the database for lists
/// (<c>NpgsqlDataSource</c>) and nothing else.
/// </summary>
public static class ShopApi
{
    private const int MaxHeaders = 16 << 10;

    /// <summary>Whoever opens a connection and says nothing holds it no longer than this.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>For what a client may wait; a grain call gives up before.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddShopApi(this IServiceCollection services, ApiOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new AdmissionLimits());
        services.AddSingleton<Admission>();
        services.AddSingleton<CustomerQueues>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(Limit);
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new()
        {
            Timeout = RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        });

        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<UnhandledExceptions>();
        services.AddValidation();

        services.AddBearerTokens();
        services.AddPolicies();
        services.AddSingleton(options.Seller);
        services.AddSingleton(options.Google);
        services.AddSingleton<OpenIdProvider>();
        services.AddEdge(options.Edge);
        services.AddRateLimits(options.RateLimits);
        services.AddApiDocument();
        services.AddProducts();
        return services;
    }

    public static WebApplication MapShopApi(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseSecurityHeaders();
        app.UseAliases();
        app.Use(app.Services.GetRequiredService<Admission>().Invoke);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseApiPages();
        app.UseRouting();
        app.UseAllowedOrigins();
        app.UseBodyLimits();
        app.UseRequestTimeouts();
        KnownCallers.Use(app);
        app.UseRateLimits();
        app.UseAuditing();
        app.UseAuthorization();

        app.MapHealth();
        app.MapApiDocument();
        app.MapJsonWebKeys();
        app.MapApi();
        app.BuildEndpointsOnce();
        return app;
    }

    /// <summary>The features, one line each. A path in here is below <c>/api/v1</c>.</summary>
    private static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithETags().WithoutEmptyBodies().ShutUnlessDeclared();

        api.MapAccounts();
        api.MapGoogle();
        api.MapProducts();
        api.MapVariants();
        api.MapCategories();
        api.MapCarts();
        api.MapCheckout();
        api.MapOrders();
        api.MapInventory();
        api.MapRefunds();
        api.MapReturns();
        api.MapPayments();
        api.MapWebhooks();
        api.MapMessages();
        api.MapAudit();
        app.MapAdminPages();
        api.MapSubscriptions();
        app.MapSandboxPages();
        app.MapPictures();
        if (app.Environment.IsDevelopment())
            app.MapMailPages();
    }

    private static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = BodyLimits.Server;
        server.Limits.MaxRequestHeadersTotalSize = MaxHeaders;
        server.Limits.RequestHeadersTimeout = HeadersTimeout;
    }
}
