using Shop.Hosting;
using Shop.Storage;

namespace Shop.Commands;

/// <summary>Grains for one command, on the database of a shop that may be running meanwhile.</summary>
/// <remarks>
/// The running shop may hold the same grain in memory. That does no harm: every write names the version that it read,
/// and whoever comes second reads again.
/// </remarks>
internal static class BesideTheShop
{
    public static Task<T> Ask<T>(ShopSettings settings, Func<IGrainFactory, Task<T>> ask, CancellationToken stop) =>
        Use(settings, services => ask(services.GetRequiredService<IGrainFactory>()), stop);

    public static async Task<T> Use<T>(
        ShopSettings settings, Func<IServiceProvider, Task<T>> use, CancellationToken stop)
    {
        return await Compose(settings, Run, stop);

        async Task<T> Run(WebApplication shop)
        {
            await shop.StartAsync(stop);
            var answer = await use(shop.Services);
            await shop.StopAsync(CancellationToken.None);
            return answer;
        }
    }

    /// <summary>A shop that is ready to be started, for who may not need its grains.</summary>
    public static async Task<T> Compose<T>(
        ShopSettings settings, Func<WebApplication, Task<T>> use, CancellationToken stop)
    {
        Directory.CreateDirectory(settings.Data.Path);
        await using var database = await ShopDatabase.Open(settings, Console.Error.WriteLine, stop);
        var quiet = settings with
        {
            Web = settings.Web with { Listen = System.Net.IPAddress.Loopback, Port = FreePort.Find() },
        };
        await using var shop = ShopApplication.Build(quiet, database.ConnectionString, ShopRole.Everything);
        await shop.Services.GetRequiredService<DatabaseStart>().Prepare(settings.Database.Patience, stop);
        return await use(shop);
    }
}
