using Npgsql;
using Shop.Bench.Measuring;
using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>A thousand buyers after the last unit: one gets it, and all others are told so, over and over.</summary>
internal static class SoldOutCase
{
    public const string Name = "soldout";
    public const string Bare = "bare Kestrel";

    private const int Crowd = 1_000;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var product = await Buyers.Product(run.TheShop, units: 1, stop);
        var buyers = await Buyers.Admit(run.TheShop, Crowd, stop);
        await buyers.Fill(run.TheShop, [product], stop);

        var idle = await Idle(run, stop);
        var shop = await run.Measure(Name, Crowd, buyers.Checkouts(), 409, stop);
        BenchRun.Compare(shop, await run.MeasureRival(Name, Bare, Crowd, HotCase.RequestTo(BareServer.Echo), stop));

        await using var count = run.TheShop.Database.CreateCommand(
            "select count(*) from inventory_reservations where sku = $1");
        count.Parameters.Add(new NpgsqlParameter { Value = product.Sku });
        var held = (long)(await count.ExecuteScalarAsync(stop))!;
        run.Targets.AddRange(
        [
            Target.AtLeast(Name, "refusals, as a share of bare Kestrel", shop.Against[Bare], 0.30, 0.45),
            Target.AtMost(Name, "transactions a refusal, beyond those of an idle shop",
                Math.Max(0, shop.Transactions - idle) / shop.PerSecond, 0.001),
            Target.AtMost(Name, "orders for the last unit", held, 1),
        ]);
    }

    /// <summary>Transactions a second of a shop that nobody asks anything: its clocks look for what is due.</summary>
    private static async Task<double> Idle(BenchRun run, CancellationToken stop)
    {
        var seconds = run.Options.Seconds;
        await using var connection = await run.TheShop.Database.OpenConnectionAsync(stop);
        var before = await Counters.Read(connection, null, Environment.ProcessId);
        await Task.Delay(TimeSpan.FromSeconds(seconds), stop);
        return (await Counters.Read(connection, null, Environment.ProcessId) - before).Transactions / seconds;
    }
}
