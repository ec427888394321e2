using System.Collections.Immutable;

namespace Shop.Storm.Customers;

/// <summary>What is on sale: goods that run out at once, now and then, and never.</summary>
internal sealed class Market(ImmutableArray<Market.Article> articles)
{
    private static readonly int[] Stocks = [3, 10, 25, 200, 500, 100_000, 100_000, 100_000, 100_000];

    public ImmutableArray<Article> Articles => articles;

    public static async Task<Market> Open(ShopClient shop, string adminToken)
    {
        var articles = ImmutableArray.CreateBuilder<Article>();
        foreach (var stock in Stocks)
        {
            var sku = $"STORM-{articles.Count}";
            var price = 700 + (articles.Count * 113);
            var product = new { name = $"Storm {articles.Count}", price, currency = "USD", sku, stock };
            var created = await shop.Post("/api/v1/products", product, adminToken, $"product-{sku}");
            // Of two shops on one database, one may hear of the admin's session only when it is asked again.
            if (created.NeedsSignIn)
                created = await shop.Post("/api/v1/products", product, adminToken, $"product-{sku}");
            if (!created.Succeeded)
                throw new InvalidOperationException($"The shop refused a product: {created.Code}.");

            articles.Add(new(created.Body.GetProperty("id").GetGuid(), sku, stock));
        }

        return new(articles.ToImmutable());
    }

    public Article Pick(Random random) => articles[random.Next(articles.Length)];

    /// <param name="Stock">Units at the beginning.</param>
    internal sealed record Article(Guid Product, string Sku, int Stock);
}
