using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>
/// Three times as many checkouts as can be served, whether or not answers come: those that are served must not become
/// fewer, and the others must be told at once. Bare Kestrel is asked as often: what it takes to answer, a refusal must.
/// </summary>
internal static class OverloadCase
{
    public const string Name = "overload";

    private const int Crowd = 256;
    private const int TooMany = 3;

    /// <summary>Seconds until all places are taken: what is served then has waited longer than a second.</summary>
    private const double FillsUp = 2.5;

    /// <summary>Enough for the shop to see all of the load: a queue in front of it would be the shedding.</summary>
    private const int Connections = 4_000;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var product = await Buyers.Product(run.TheShop, 1_000_000, stop);
        var buyers = await Buyers.Admit(run.TheShop, run.Options.People, stop);
        await buyers.Fill(run.TheShop, [product], stop);

        var peak = await run.Measure("peak", Crowd, buyers.Checkouts(), 201, stop);
        var flood = run.PlanFor(run.TheShop.Port, Connections, buyers.Checkouts(), 201) with
        {
            Rate = peak.PerSecond * TooMany,
            WarmUp = run.Options.CaseWarmUp + FillsUp,
            Seconds = Math.Max(FillsUp, run.Options.Seconds),
        };
        await run.Tidy(stop);
        var flooded = await run.Measure(Name, BenchRun.Shop, flood, stop);
        await run.MeasureRival(Name, SoldOutCase.Bare, flood with
        {
            Port = run.Rivals.Port,
            Requests = [HotCase.RequestTo(BareServer.Echo)],
            Expected = [200],
        }, stop);
        var shed = flooded.Answers.FirstOrDefault(answer => answer.Status == 503);
        run.Targets.AddRange(
        [
            Target.AtLeast(Name, "goodput at three times the peak, as a share of the peak",
                flooded.PerSecond / peak.PerSecond, 0.8),
            Target.AtMost(Name, "p99 of a 503, in ms", shed?.P99 ?? double.NaN, 10),
            Target.AtMost(Name, "answers that are neither 201 nor 503", flooded.Errors - (shed?.Count ?? 0), 0),
        ]);
    }
}
