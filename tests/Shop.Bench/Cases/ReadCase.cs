using Dapper;
using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>
/// Looking around: one product, and a page of those that a filter leaves, that also while others keep writing.
/// </summary>
internal static class ReadCase
{
    public const string Name = "read";

    private const string Detail = "read detail";
    private const string List = "read list";
    private const string BusyList = "list, busy";
    private const int Clients = 64;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var bare = await run.MeasureRival(Name, SoldOutCase.Bare, Clients, Http.Get(BareServer.Hello), stop);

        var details = await run.Measure(Detail, Clients, await Details(run, stop), 200, stop);
        BenchRun.Compare(details, bare);
        var list = await run.Measure(List, Clients, Pages, 200, stop);
        BenchRun.Compare(list, bare);
        await using (Unrest.In(run.TheShop.Database))
            BenchRun.Compare(await run.Measure(BusyList, Clients, Pages, 200, stop), bare);

        run.Targets.AddRange(
        [
            Target.AtLeast(Name, "product detail, as a share of bare Kestrel", details.Against[bare.Who], 0.60),
            Target.AtLeast(Name, "filtered list, as a share of bare Kestrel", list.Against[bare.Who], 0.30),
        ]);
    }

    /// <summary>Of the demo catalogue, one after the other.</summary>
    public static async Task<IReadOnlyList<string>> Details(BenchRun run, CancellationToken stop)
    {
        await using var connection = await run.TheShop.Database.OpenConnectionAsync(stop);
        var ids = await connection.QueryAsync<Guid>("""
            select id from products where is_active and not is_removed and category_id is not null limit 1000
            """);
        return [.. ids.Select(id => Http.Get($"/api/v1/products/{id}"))];
    }

    /// <summary>Filtered and ordered pages of twenty.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. from order in (string[])["-price", "price", "-created_at", "name"]
           from price in (int[])[5_000, 10_000, 20_000, 40_000]
           select Http.Get($"/api/v1/products?category=shirts&price__lt={price}&ordering={order}&page_size=20"),
    ];
}
