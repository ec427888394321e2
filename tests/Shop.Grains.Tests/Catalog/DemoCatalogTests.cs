using System.Collections.Immutable;
using Shop.Testing;

namespace Shop.Catalog;

public class DemoCatalogTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    private static readonly ImmutableArray<CreateProduct> Products = [.. DemoCatalog.Products()];

    [Fact]
    public void It_is_a_whole_shop()
    {
        Assert.True(Products.Length >= 200, $"{Products.Length} products");
        Assert.True(Products.GroupBy(product => product.Details.CategoryId).Count() >= 10);
        Assert.True(Products.Count(product => product.Details.Tags.Contains("tailoring")) >= 20);
        Assert.Equal(Products.Length, Products.Select(product => product.Details.Slug).Distinct().Count());
        Assert.Equal(Products.Length, Products.Select(product => product.Details.Description).Distinct().Count());
    }

    [Fact]
    public void Some_of_it_is_sold_out_and_some_nearly()
    {
        var stock = Products.SelectMany(product => product.Variants).Select(variant => variant.Stock).ToList();

        Assert.InRange(stock.Count(pieces => pieces == 0), stock.Count / 40, stock.Count / 10);
        Assert.InRange(stock.Count(pieces => pieces is > 0 and < 5), stock.Count / 20, stock.Count / 5);
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        Assert.Equal(Products.Length, await DemoCatalog.Seed(shop.Grains));
        var first = await State();

        Assert.Equal(Products.Length, await DemoCatalog.Seed(shop.Grains));

        Assert.Equal(first, await State());
    }

    /// <summary>One sum over every row of products, categories and stock.</summary>
    private Task<string> State() => shop.Database.Value<string>("""
        select md5(string_agg(line, ',' order by line))
        from
        (
            select p.id::text || p.version || p.state::text from products p
            union all
            select c.id::text || c.version || c.state::text from categories c
            union all
            select sku || version || on_hand from inventory
        ) as lines (line)
        """);
}
