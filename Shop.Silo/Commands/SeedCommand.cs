using System.CommandLine;
using Shop.Catalog;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary><c>shop seed</c>: the demo catalogue, for a shop that was started without it or lost some of it.</summary>
internal static class SeedCommand
{
    public static Command Create()
    {
        var command = new Command(
            "seed", "Put in the demo catalogue, where it is not there yet. The shop must be down.")
        {
            CommonOptions.Data,
        };
        command.SetAction((line, stop) => Run(CommonOptions.Read(line), stop));
        return command;
    }

    /// <remarks>Products go in through their grains, so a shop is started for them, where nobody will knock.</remarks>
    private static async Task Run(ShopSettings settings, CancellationToken stop)
    {
        var quiet = settings with { Web = settings.Web with { Port = FreePort.Find(), DemoCatalogue = false } };
        await using var shop = await RunningShop.Start(quiet, Console.WriteLine, stop);
        Console.WriteLine("Filling the demo catalogue");
        Console.WriteLine($"{await DemoCatalog.Seed(shop.Grains)} products of it are there.");
    }
}
