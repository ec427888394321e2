using Npgsql;
using Shop.Payments;
using Shop.Storage;

namespace Shop.Hosting;

/// <summary>A whole shop in this process: its folder, its database, its grains and its front door.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Stack<IAsyncDisposable> parts = [];

    private RunningShop()
    {
    }

    /// <summary>What the shop is made of.</summary>
    public IGrainFactory Grains { get; private set; } = null!;

    /// <summary>Who takes its customers' money.</summary>
    public PaymentGateways Payments { get; private set; } = null!;

    /// <summary>
    /// Starts everything, each after what it needs; a failure stops what was started. When the database goes away
    /// meanwhile, it begins again, for as long as an operator lets it wait at any start.
    /// </summary>
    /// <exception cref="CannotStartException">With the one line to show.</exception>
    public static async Task<RunningShop> Start(ShopSettings settings, Action<string> progress, CancellationToken stop)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                return await Try(settings, progress, stop);
            }
            catch (Exception away)
                when (IsOutage(away) && TimeProvider.System.GetElapsedTime(began) < settings.Database.Patience)
            {
                progress($"The database went away while the shop opened ({away.Message}): beginning again");
                await Task.Delay(Pause, stop);
            }
        }
    }

    /// <summary>Stops everything, the last started first.</summary>
    public async ValueTask DisposeAsync()
    {
        while (parts.TryPop(out var started))
        {
            if (started is WebApplication application)
                await application.StopAsync();

            await started.DisposeAsync();
        }
    }

    private static async Task<RunningShop> Try(
        ShopSettings settings, Action<string> progress, CancellationToken stop)
    {
        var shop = new RunningShop();
        try
        {
            shop.parts.Push(settings.Data.Claim());
            settings.Web.RefuseTakenPort();
            var database = await ShopDatabase.Open(settings, progress, stop);
            shop.parts.Push(database);
            progress(database.Description);

            var application = ShopApplication.Build(
                settings, database.ConnectionString, ShopRole.Everything, builder =>
                {
                    builder.AddFirstRun(settings);
                    // The host takes a start that was called off for a failure of all its parts.
                    builder.Logging.AddFilter(
                        "Microsoft.Extensions.Hosting.Internal.Host",
                        level => level >= settings.Log.Level && !stop.IsCancellationRequested);
                });
            shop.parts.Push(application);
            await application.Services.GetRequiredService<DatabaseStart>().Prepare(settings.Database.Patience, stop);
            progress(settings.Web.DemoCatalogue ? "Opening (a new shop is filled with a demo catalogue)" : "Opening");
            await application.StartAsync(stop);
            shop.Grains = application.Services.GetRequiredService<IGrainFactory>();
            shop.Payments = application.Services.GetRequiredService<PaymentGateways>();
            settings.Data.RememberAddress(settings.Web.Url);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    private static bool IsOutage(Exception failed) => failed switch
    {
        UnavailableException => true,
        NpgsqlException database => DatabaseStart.IsAway(database),
        { InnerException: { } cause } => IsOutage(cause),
        _ => false,
    };
}
