using System.CommandLine;
using Shop.Payments;

namespace Shop.Commands;

/// <summary>
/// <c>shop reconcile</c>: compares the payment providers' books with the orders, and repairs what is safe to repair.
/// </summary>
internal static class ReconcileCommand
{
    private static readonly Option<int> Days = new("--days")
    {
        Description = "How far back.",
        HelpName = "N",
        DefaultValueFactory = _ => 7,
    };

    private static readonly Option<bool> ReportOnly = new("--report-only")
    {
        Description = "Repair nothing.",
    };

    public static Command Create()
    {
        var command = new Command(
            "reconcile",
            "Compare the payment providers' books with the orders, and tell orders what they did not hear.")
        {
            CommonOptions.Data, Days, ReportOnly,
        };
        command.SetAction(async (line, stop) =>
        {
            var period = TimeSpan.FromDays(Math.Clamp(line.GetValue(Days), 1, 3_650));
            var report = await BesideTheShop.Compose(
                CommonOptions.Read(line), shop => Run(shop, period, !line.GetValue(ReportOnly), stop), stop);
            await Write(report, Console.Out);
            return report.Agrees ? 0 : 1;
        });
        return command;
    }

    /// <summary>A shop that runs takes what its orders are told. Where none does, this process becomes one.</summary>
    internal static async Task<ReconciliationReport> Run(
        WebApplication shop, TimeSpan period, bool repair, CancellationToken stop)
    {
        var reconciliation = shop.Services.GetRequiredService<Reconciliation>();
        var report = await reconciliation.Run(period, repair, stop);
        if (report.Differences.Any(one => one.IsUnderWay))
        {
            await shop.StartAsync(stop);
            report = await reconciliation.Settle(report, stop);
            await shop.StopAsync(CancellationToken.None);
        }

        await shop.Services.GetRequiredService<ReconciliationLog>().Keep(Guid.CreateVersion7(), report);
        return report;
    }

    internal static async Task Write(ReconciliationReport report, TextWriter output)
    {
        if (report.Compared.Count + report.Away.Count == 0)
            await output.WriteLineAsync("No payment provider that keeps books is set up.");
        foreach (var (provider, charges) in report.Compared)
            await output.WriteLineAsync($"  {provider}: {charges:N0} charges compared");
        foreach (var provider in report.Away)
            await output.WriteLineAsync($"  {provider} does not answer: its charges were not compared");
        foreach (var one in report.Differences)
        {
            await output.WriteLineAsync(
                $"  {(one.Repaired ? "repaired" : "OPEN    ")} {one.Provider} {one.PaymentRef}: {one.Text}");
        }

        await output.WriteLineAsync(report switch
        {
            { Differences.Count: 0, Away.Count: 0 } => "Everything agrees.",
            _ => $"{report.Differences.Count} differences, "
                + $"{report.Differences.Count(one => one.Repaired)} of them repaired.",
        });
    }
}
