using Shop.Bench.Load;
using Shop.Bench.Measuring;

namespace Shop.Bench.Shops;

/// <summary>People with an account and a token, and what they ask the shop.</summary>
internal sealed class Buyers
{
    private readonly IReadOnlyList<string> tokens;

    private Buyers(IReadOnlyList<string> tokens) => this.tokens = tokens;

    public static async Task<Buyers> Admit(ShopProcess shop, int count, CancellationToken stop)
    {
        var admitted = await shop.Client.Post("/api/v1/dev/shoppers", new { count }, token: null, stop);
        return new([.. admitted.OrRefused("the buyers").EnumerateArray()
            .Select(buyer => buyer.GetProperty("access_token").GetString()!)]);
    }

    /// <summary>A product that can be bought, with its units.</summary>
    public static async Task<Product> Product(ShopProcess shop, int units, CancellationToken stop)
    {
        var sku = $"B-{Guid.CreateVersion7():N}".ToUpperInvariant();
        var product = new { name = $"Thing {sku}", price = 4_999, currency = "USD", sku, stock = units };
        var created = (await shop.Client.Post("/api/v1/products", product, shop.AdminToken, stop))
            .OrRefused("the product");
        return new(created.GetProperty("id").GetGuid(), sku);
    }

    /// <summary>One unit in each cart: of the products in turn.</summary>
    public async Task Fill(ShopProcess shop, IReadOnlyList<Product> products, CancellationToken stop)
    {
        var plan = new LoadPlan
        {
            Port = shop.Port,
            Connections = Math.Min(64, tokens.Count),
            Requests = Adds(products),
            Expected = [200],
            Once = true,
        };
        var (report, _) = await LoadProcess.Run(shop.Id, plan, database: null, stop);
        if (report.Answers[0].Count < tokens.Count)
            throw new InvalidOperationException($"Only {report.Answers[0].Count} of {tokens.Count} carts were filled.");
    }

    /// <summary>One unit of a product into the cart, of each buyer.</summary>
    public IReadOnlyList<string> Adds(IReadOnlyList<Product> products) =>
    [
        .. tokens.Select((token, at) => Http.Post(
            "/api/v1/cart", $$"""{"product_id":"{{products[at % products.Count].Id}}","quantity":1}""", token)),
    ];

    /// <summary>A checkout of each buyer's cart, each time it is sent a new one.</summary>
    public IReadOnlyList<string> Checkouts() =>
        [.. tokens.Select(token => Http.Post("/api/v1/checkout", "{}", token, LoadPlan.FreshKey))];
}

/// <summary>What is sold.</summary>
internal sealed record Product(Guid Id, string Sku);
