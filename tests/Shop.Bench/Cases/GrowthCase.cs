using Npgsql;
using Shop.Bench.Reports;
using Shop.Bench.Shops;

namespace Shop.Bench.Cases;

/// <summary>Years later: a reservation and a page must not cost more because there is more.</summary>
internal static class GrowthCase
{
    public const string Name = "growth";

    private const double Flat = 1.3;
    private const int Clients = 64;
    private const int Readers = 16;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var database = await run.Postgres.Create(Name, stop);
        var folder = run.Postgres.Folder(Name);
        var sold = await Sell(database, folder, run.Options.Pasts, stop);

        // Grains of the shop that sold them would know another past than the tables.
        await using var shop = await ShopProcess.Start(database, folder, stop);
        var here = run.With(shop);
        await Reserve(here, sold, stop);
        await Look(here, stop);
        await run.Audit(shop.Database, stop);
    }

    /// <summary>A product for each past, and the past.</summary>
    private static async Task<IReadOnlyList<(int Past, Product Product)>> Sell(
        string database, string folder, IReadOnlyList<int> pasts, CancellationToken stop)
    {
        var sold = new List<(int Past, Product Product, Guid Order)>();
        await using (var shop = await ShopProcess.Start(database, folder, stop))
        {
            foreach (var past in pasts)
            {
                var product = await Buyers.Product(shop, 1_000_000, stop);
                sold.Add((past, product, await OneSale.Of(shop, product, stop)));
            }
        }

        await using var source = NpgsqlDataSource.Create(database);
        foreach (var (past, product, order) in sold)
        {
            var values = new Dictionary<string, object>
            {
                ["sku"] = product.Sku,
                ["model"] = order,
                ["first"] = 1,
                ["last"] = past,
            };
            await ManyRows.Write(source, ["orders", "inventory_ledger"], "growth-orders.sql", values, stop);
            await ManyRows.Execute(source, await SqlFile.Read("growth-stock.sql", stop), values, stop);
        }

        return [.. sold.Select(one => (one.Past, one.Product))];
    }

    /// <summary>
    /// The first is measured once more at the end: a shop that has run for longer is faster, whatever its past.
    /// </summary>
    private static async Task Reserve(
        BenchRun run, IReadOnlyList<(int Past, Product Product)> sold, CancellationToken stop)
    {
        var costs = new List<double>();
        foreach (var (past, product) in sold.Append(sold[0]))
        {
            var buyers = await Buyers.Admit(run.TheShop, run.Options.People / 2, stop);
            await buyers.Fill(run.TheShop, [product], stop);
            var plan = run.PlanFor(run.TheShop.Port, Clients, buyers.Checkouts(), 201);
            await run.WarmUp("checkout", plan, stop);
            await run.Tidy(stop);
            var measured = await run.Measure(Name, $"{past:N0} orders", plan, stop);
            costs.Add(measured.Cost);
        }

        var (few, many) = (sold[0].Past, sold[^1].Past);
        var claim = $"cost of a checkout with {many:N0} past orders, as a multiple of that with {few:N0}";
        run.Targets.Add(Target.AtMost(Name, claim, costs[^2] * 2 / (costs[0] + costs[^1]), Flat));
    }

    /// <summary>
    /// All the while something is committed, so that each page is read anew. Long lists are counted before.
    /// </summary>
    private static async Task Look(BenchRun run, CancellationToken stop)
    {
        var kinds = Pages.Take(run.Options.Quick ? 2 : Pages.Count).ToList();
        var costs = kinds.ToDictionary(kind => kind.Key, _ => new List<double>());
        var there = await HowMany(run.TheShop.Database, stop);
        foreach (var size in run.Options.Catalogues)
        {
            await ManyRows.Write(
                run.TheShop.Database, ["products", "skus", "inventory"], "growth-products.sql",
                new() { ["first"] = there + 1, ["last"] = size }, stop);
            there = size;
            await run.Tidy(stop);
            await using var unrest = Unrest.In(run.TheShop.Database);
            foreach (var (kind, pages) in kinds)
            {
                var plan = run.PlanFor(run.TheShop.Port, Readers, [.. pages.Select(Http.Get)], 200);
                await run.TheShop.Client.Get(pages[0], token: null, stop);
                await run.WarmUp(kind, plan, stop);
                costs[kind].Add((await run.Measure(kind, $"{size:N0} products", plan, stop)).Cost);
            }
        }

        foreach (var (kind, cost) in costs)
        {
            var (few, many) = (run.Options.Catalogues[0], run.Options.Catalogues[^1]);
            var claim = $"cost of a page, {kind}, with {many:N0} products, as a multiple of that with {few:N0}";
            run.Targets.Add(Target.AtMost(Name, claim, cost[^1] / cost[0], Flat));
        }
    }

    /// <summary>First pages, by what the shopper asked for.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Pages { get; } = new()
    {
        ["list all"] = [.. Orderings.Select(order => Page($"ordering={order}"))],
        ["list category"] = [.. Orderings.Select(order => Page($"ordering={order}&category=shirts"))],
        ["list priced"] = [.. Orderings.Select(order => Page($"ordering={order}&price__gte=1000&price__lt=30000"))],
        ["list in stock"] = [.. Orderings.Select(order => Page($"ordering={order}&is_in_stock=true"))],
    };

    private static IEnumerable<string> Orderings => ["-created_at", "price", "-price", "name"];

    private static string Page(string query) => $"/api/v1/products?{query}&page_size=20";

    /// <summary>The demo's.</summary>
    private static async Task<long> HowMany(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var count = database.CreateCommand("select count(*) from products");
        return (long)(await count.ExecuteScalarAsync(stop))!;
    }
}
