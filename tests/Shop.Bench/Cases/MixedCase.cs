using Shop.Bench.Load;
using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>A day's traffic: 80 % look around, 15 % put something in the cart, 5 % check out.</summary>
internal static class MixedCase
{
    public const string Name = "mixed";

    private const int Clients = 64;
    private const int Parts = 20;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var plan = await PlanFor(run, stop);
        await run.WarmUp(Name, plan, stop);
        var shop = await run.Measure(Name, BenchRun.Shop, plan, stop);
        BenchRun.Compare(shop, await run.MeasureRival(
            Name, SoldOutCase.Bare, Clients, Http.Get(BareServer.Hello), stop));
        run.Targets.Add(Target.AtMost(Name, "answers that were errors", shop.Errors, 0));
    }

    /// <summary>Of everything a little, before anything is measured: a cold shop compiles more than it sells.</summary>
    public static async Task WarmUp(BenchRun run, CancellationToken stop) =>
        await run.WarmUp("all", await PlanFor(run, stop), stop);

    private static async Task<LoadPlan> PlanFor(BenchRun run, CancellationToken stop)
    {
        var product = await Buyers.Product(run.TheShop, 1_000_000, stop);
        var buyers = await Buyers.Admit(run.TheShop, run.Options.People, stop);
        await buyers.Fill(run.TheShop, [product], stop);
        return run.PlanFor(run.TheShop.Port, Clients, await Requests(run, buyers, product, stop), 200) with
        {
            Expected = [200, 201],
        };
    }

    /// <summary>In an order without a pattern, the same in every run.</summary>
    private static async Task<IReadOnlyList<string>> Requests(
        BenchRun run, Buyers buyers, Product product, CancellationToken stop)
    {
        var (details, pages) = (await ReadCase.Details(run, stop), ReadCase.Pages);
        var (people, adds, checkouts) = (run.Options.People, buyers.Adds([product]), buyers.Checkouts());
        return
        [
            .. Enumerable.Range(0, people * 2)
                .Select(at => (At: at, Request: (at % Parts) switch
                {
                    0 => checkouts[at % people],
                    <= 3 => adds[at % people],
                    <= 7 => pages[at % pages.Count],
                    _ => details[at % details.Count],
                }))
                .OrderBy(one => (uint)one.At * 2_654_435_761u)
                .Select(one => one.Request),
        ];
    }
}
