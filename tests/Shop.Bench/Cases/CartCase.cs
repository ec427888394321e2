using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>Things into carts, durable before the answer.</summary>
internal static class CartCase
{
    public const string Name = "cart";

    private const int Clients = 64;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var product = await Buyers.Product(run.TheShop, 1_000_000, stop);
        var buyers = await Buyers.Admit(run.TheShop, run.Options.People, stop);

        var shop = await run.Measure(Name, Clients, buyers.Adds([product]), 200, stop);
        BenchRun.Compare(shop, await run.MeasureRival(
            Name, SoldOutCase.Bare, Clients, HotCase.RequestTo(BareServer.Echo), stop));
        run.Targets.Add(Target.AtLeast(
            Name, "add-to-cart, as a share of bare Kestrel", shop.Against[SoldOutCase.Bare], 0.15));
    }
}
