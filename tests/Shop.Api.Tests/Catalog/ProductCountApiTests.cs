using static Shop.Catalog.Catalogue;

namespace Shop.Catalog;

public class ProductCountApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task A_list_of_more_than_is_counted_each_time_is_counted_too()
    {
        using var admin = await shop.Admin();
        var word = await Many(admin);

        Assert.Equal(ProductCounts.Exact + 1, await Count(admin, word));
        Assert.Equal(ProductCounts.Exact + 1, await Count(admin, word));
        Assert.Single(await admin.Names($"name={word}&page_size=100&page=3"));
    }

    [Fact]
    public async Task The_count_of_a_long_list_may_lag_for_a_while_but_never_its_products()
    {
        using var admin = await shop.Admin();
        using var anybody = shop.Anonymous();
        var word = await Many(admin);
        Assert.Equal(ProductCounts.Exact + 1, await Count(anybody, word));

        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await admin.Product(new { name = $"{word} new", price = 1 });

        Assert.Equal($"{word} new", (await admin.Names($"name={word}&ordering=-created_at"))[0]);
        Assert.Equal(ProductCounts.Exact + 1, await Count(anybody, word));
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ProductCounts.Exact + 2, await Count(anybody, word));
    }

    /// <summary>One more than are counted each time, with the word in their names.</summary>
    private async Task<string> Many(HttpClient admin)
    {
        var word = Word();
        var first = (await admin.Product(new { name = word, price = 1 })).Text("id");
        await shop.Database.Run($$"""
            insert into products (id, version, state)
            select gen_random_uuid(), 1, jsonb_set(jsonb_set(
                state, '{details,slug}', to_jsonb('{{word}}-' || number)), '{variants}', '[]')
            from   products, generate_series(1, {{ProductCounts.Exact}}) as number
            where  id = '{{first}}'
            """);
        return word;
    }

    private static async Task<int> Count(HttpClient client, string word) =>
        (await client.List($"name={word}")).GetProperty("count").GetInt32();
}
