using Microsoft.Extensions.Logging.Console;
using Shop.Accounts;
using Shop.Admin;
using Shop.Catalog;
using Shop.Idempotency;
using Shop.Inventory;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Storage;

namespace Shop.Hosting;

/// <summary>What a process of the shop does.</summary>
internal enum ShopRole
{
    /// <summary>Runs the grains and answers HTTP; needs nobody else.</summary>
    Everything,

    /// <summary>Runs grains, as one silo of a cluster.</summary>
    Silo,

    /// <summary>Answers HTTP and calls the cluster's grains.</summary>
    Api,
}

/// <summary>The composition root: puts the process of a role together, and starts nothing.</summary>
internal static class ShopApplication
{
    /// <summary>What requests under way get at a stop. PostgreSQL needs its share of the ten seconds, too.</summary>
    private static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(4);

    /// <param name="settings">How it runs.</param>
    /// <param name="connectionString">The database. It must be ready by the time the application is started.</param>
    /// <param name="role">What it does.</param>
    /// <param name="more">What else it is made of, or made of instead.</param>
    public static WebApplication Build(
        ShopSettings settings, string connectionString, ShopRole role, Action<WebApplicationBuilder>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = settings.Web.Environment,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(settings.Source);
        builder.AddLogs(settings.Log);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Shutdown);

        builder.Services.AddShopStorage(connectionString);
        builder.Services.AddSingleton(settings.Clock);
        builder.Services.AddSingleton(typeof(ActiveViews<,>));
        builder.Services.AddKeys(settings);
        builder.AddGrains(connectionString, settings.Silo, role);
        if (role is not ShopRole.Api)
            builder.Services.AddFeatures(settings);

        builder.Services.AddSingleton(settings.Admission);
        builder.Services.AddShopApi(settings.Api);
        builder.WebHost.ConfigureKestrel(server => server.Listen(settings.Web.Listen, settings.Web.Port));
        more?.Invoke(builder);

        var application = builder.Build();
        application.MapShopApi();
        return application;
    }

    /// <summary>What the grains of each feature ask for, and the clocks that wake them once there are grains.</summary>
    private static void AddFeatures(this IServiceCollection services, ShopSettings settings)
    {
        services.AddAccounts(settings.Source);
        services.AddSingleton<IAuditLog, PostgresAuditLog>();
        services.AddCatalog();
        services.AddIdempotency();
        services.AddInventory(settings.Source);
        services.AddNotifications(settings);
        services.AddOrders(settings.Source);
        services.AddPayments(settings);
    }

    private static void AddGrains(
        this WebApplicationBuilder builder, string connectionString, SiloSettings settings, ShopRole role)
    {
        if (role is ShopRole.Everything)
            builder.AddLoneSilo(connectionString, settings);
#if ORLEANS
        else if (role is ShopRole.Silo)
            builder.AddClusterSilo(connectionString, settings);
        else
            builder.AddClusterClient(connectionString, settings);
#endif
    }

    private static void AddLogs(this WebApplicationBuilder builder, LogSettings settings)
    {
        builder.Logging.ClearProviders().SetMinimumLevel(settings.Level)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Logging.AddSimpleConsole(text =>
        {
            text.SingleLine = true;
            text.TimestampFormat = "HH:mm:ss ";
            text.UseUtcTimestamp = true;
        });
        builder.Logging.AddJsonConsole(json =>
        {
            json.IncludeScopes = true;
            json.TimestampFormat = "O";
            json.UseUtcTimestamp = true;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.FormatterName =
                settings.Format is LogFormat.Json ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
        });
    }

    /// <summary>The command listens for signals itself, from before there is a host.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
