using System.CommandLine;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary><c>shop demo</c>: 1,000 buyers at 10 units, against a shop that runs, or one of its own.</summary>
internal static class DemoCommand
{
    /// <summary>As many as a browser fleet behind one balancer; the others wait their turn inside the client.</summary>
    private const int Connections = 128;

    private static readonly Option<string?> Url = new("--url")
    {
        Description = "The shop to try; without it, the one that runs on the data folder, or else one of its own.",
        HelpName = "URL",
    };

    public static Command Create()
    {
        var command = new Command("demo", "1,000 buyers at 10 units, all at once: exactly 10 get one.")
        {
            Url, CommonOptions.Data,
        };
        command.SetAction((line, stop) => Run(CommonOptions.Read(line), line.GetValue(Url), stop));
        return command;
    }

    private static async Task<int> Run(ShopSettings settings, string? url, CancellationToken stop)
    {
        if ((url ?? settings.Data.RunningShop()) is { } running)
            return await Sell(settings, running, stop);

        Console.WriteLine("No shop runs here: starting one on data of its own");
        var folder = Directory.CreateTempSubdirectory("shop-demo-");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        try
        {
            var own = settings with
            {
                Data = new DataFolder(folder.FullName),
                Web = settings.Web with { Port = FreePort.Find(), DemoCatalogue = false },
            };
            await using var shop = await RunningShop.Start(own, Console.WriteLine, stop);
            return await Sell(own, own.Web.Url, stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> Sell(ShopSettings settings, string url, CancellationToken stop)
    {
        using var shop = new PatientClient(url, Connections);
        var admin = new { email = settings.Admin.Email, password = settings.AdminPassword() };
        var signedIn = await shop.Post("/api/v1/auth/login", admin, token: null, stop);
        var token = signedIn.OrRefused($"{admin.email} the sign-in").GetProperty("access_token").GetString()!;

        Console.WriteLine($"Selling at {url}");
        var report = await new FlashSale(shop, token).Run(stop);
        Console.WriteLine(report);
        Console.WriteLine(report.KeepsThePromise ? "Nobody got what was not there." : "THE PROMISE IS BROKEN.");
        return report.KeepsThePromise ? 0 : 1;
    }
}
