using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>An ordinary day: checkouts of a thousand SKUs, where no row is hot.</summary>
internal static class SpreadCase
{
    public const string Name = "spread";

    private const int Clients = 64;
    private const int Skus = 1_000;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var products = await Task.WhenAll(
            Enumerable.Range(0, Skus).Select(_ => Buyers.Product(run.TheShop, 1_000_000, stop)));
        var buyers = await Buyers.Admit(run.TheShop, run.Options.People, stop);
        await buyers.Fill(run.TheShop, products, stop);

        var shop = await run.Measure(Name, Clients, buyers.Checkouts(), 201, stop);
        await run.Rivals.Reset(stop);
        BenchRun.Compare(shop, run.Keep(await Pgbench.Run(
            run.Rivals, Name, Skus, Clients, (int)Math.Ceiling(run.Options.Seconds), stop)));
        run.Targets.Add(Target.AtLeast(
            Name, "throughput at 64, as a multiple of (a) over as many SKUs", shop.Against[Pgbench.Who], 1));
    }
}
