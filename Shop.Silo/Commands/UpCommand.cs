using System.CommandLine;
using Shop.Hosting;
using Shop.Payments;

namespace Shop.Commands;

/// <summary><c>shop up</c>: the whole shop in one process, from nothing to ready.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var command = new Command("up", "Start the shop: PostgreSQL, grains and HTTP. Ctrl-C stops all of it.")
        {
            CommonOptions.Port, CommonOptions.Data,
        };
        command.SetAction((line, stop) => Run(CommonOptions.Read(line), stop));
        return command;
    }

    private static async Task<int> Run(ShopSettings settings, CancellationToken stop)
    {
        await using var shop = await RunningShop.Start(settings, Console.WriteLine, stop);
        Tell(settings, shop.Payments);
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        Console.WriteLine("Stopping");
        return 0;
    }

    private static void Tell(ShopSettings settings, PaymentGateways payments)
    {
        var url = settings.Web.Url;
        Console.WriteLine($"""

              Shop       {url}/
              API        {url}/swagger   (to read: {url}/redoc)
              Payments   {MoneyGoesTo(payments)}: every order has a payment_url, where it can be paid
              Mail       {MailGoes(settings)}
              Admin      {settings.AdminForPeople()}
              Data       {settings.Data.Path}

            Ctrl-C stops it.
            Shop is ready at {url}
            """);
    }

    private static string MoneyGoesTo(PaymentGateways payments) =>
        string.Join(", ", payments.All.Where(gateway => gateway.TakesOrders).Select(gateway => gateway.Name));

    private static string MailGoes(ShopSettings settings) =>
        settings.Source.Text("SHOP_SMTP_HOST") is { } server ? $"goes out through {server}"
        : settings.Web.Environment == nameof(ShopEnvironment.Development) ? $"{settings.Web.Url}/dev/mail"
        : $"{settings.Data.Mail}";
}
