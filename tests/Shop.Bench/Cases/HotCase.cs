using Shop.Bench.Load;
using Shop.Bench.Measuring;
using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>A flash sale: everybody checks out one SKU, of which there is enough.</summary>
internal static class HotCase
{
    public const string Name = "hot";

    public const string OneByOne = "(b) one by one";
    public const string ByUnits = "(b2) unit rows";
    public const string Ceiling = "(c) ceiling";

    private const int Units = 1_000_000;
    private const int Crowd = 256;

    private static readonly string Request = Http.Post(
        "", $$$"""
            {"cartId":{{{LoadPlan.FreshNumber}}},"email":"buyer@mail.example",
             "lines":[{"productId":1,"quantity":1}],"paymentMethod":"manual"}
            """, key: LoadPlan.FreshKey);

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var product = await Buyers.Product(run.TheShop, Units, stop);
        var buyers = await Buyers.Admit(run.TheShop, run.Options.People, stop);
        await buyers.Fill(run.TheShop, [product], stop);

        var sold = new Dictionary<int, Measurement>();
        foreach (var crowd in run.Options.Crowds)
            sold[crowd] = await Sell(run, buyers, crowd, stop);

        Judge(run, sold);
    }

    /// <summary>A bare server's checkout, at this address.</summary>
    public static string RequestTo(string path) => Request.Replace("POST  ", $"POST {path} ", StringComparison.Ordinal);

    private static async Task<Measurement> Sell(BenchRun run, Buyers buyers, int crowd, CancellationToken stop)
    {
        var shop = await run.Measure(Name, crowd, buyers.Checkouts(), 201, stop);
        await run.Rivals.Reset(stop);
        BenchRun.Compare(shop, run.Keep(await Pgbench.Run(
            run.Rivals, Name, products: 1, crowd, (int)Math.Ceiling(run.Options.Seconds), stop)));
        BenchRun.Compare(shop, await run.MeasureRival(Name, OneByOne, crowd, RequestTo(BareServer.Direct), stop));
        await run.Rivals.Reset(stop, units: RivalProcess.FewCarts);
        BenchRun.Compare(shop, await run.MeasureRival(Name, ByUnits, crowd, RequestTo(BareServer.Unit), stop));
        await run.Rivals.Reset(stop, LoadPlan.Numbers);
        BenchRun.Compare(shop, await run.MeasureRival(Name, Ceiling, crowd, RequestTo(BareServer.Batch), stop));
        return shop;
    }

    private static void Judge(BenchRun run, Dictionary<int, Measurement> sold)
    {
        var shop = sold[Crowd];
        var pgbench = run.Measurements.Single(one => one is { Case: Name, Who: Pgbench.Who, Clients: Crowd });
        run.Targets.AddRange(
        [
            Target.AtLeast(Name, "throughput at 256, as a multiple of (a)", shop.Against[Pgbench.Who], 15, 30),
            Target.AtLeast(Name, "throughput at 256, as a multiple of (b)", shop.Against[OneByOne], 2, 4),
            Target.AtLeast(Name, "throughput at 256, as a multiple of (b2)", shop.Against[ByUnits], null, 1),
            Target.AtLeast(Name, "throughput at 256, as a share of (c)", shop.Against[Ceiling], 0.15, 0.25),
            Target.AtMost(Name, "p99 at 256, in ms", shop.P99, 60, 20),
            Target.AtMost(Name, "p99 at 256, as a share of (a)'s", shop.P99 / pgbench.P99, 0.02),
            Target.AtLeast(Name, "orders a WAL sync at 256", shop.OrdersPerSync, 20),
        ]);
        if (sold.TryGetValue(1_000, out var most))
        {
            run.Targets.Add(Target.AtLeast(
                Name, "throughput at 1,000, as a share of that at 64", most.PerSecond / sold[64].PerSecond, 0.8));
        }
    }
}
