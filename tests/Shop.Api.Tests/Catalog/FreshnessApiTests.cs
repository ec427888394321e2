using System.Net;
using System.Text.Json;
using static Shop.Catalog.Catalogue;

namespace Shop.Catalog;

/// <summary>Answers are kept, and yet nobody is shown what was true before.</summary>
public class FreshnessApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Theory]
    [InlineData("PATCH {product}", """{"price":200}""", "price", "200")]
    [InlineData("PATCH {product}", """{"is_featured":true}""", "is_featured", "true")]
    [InlineData("PATCH {category}", """{"name":"Renamed"}""", "category.name", "Renamed")]
    [InlineData("POST /api/v1/admin/inventory/{sku}", """{"action":"set","quantity":3}""", "available", "3")]
    [InlineData("POST /api/v1/admin/inventory/{sku}", """{"action":"set","quantity":0}""", "is_in_stock", "false")]
    [InlineData("PATCH {product}/variants/{sku}", """{"is_active":false}""", "available", "0")]
    public async Task What_was_changed_is_shown_at_once(string request, string change, string property, string value)
    {
        using var admin = await shop.Admin();
        var (word, sku) = (Word(), Word().ToUpperInvariant());
        var category = $"{Categories}/{(await admin.Category(new { name = word })).Text("id")}";
        var category_id = category[(Categories.Length + 1)..];
        var made = await admin.Product(new { name = word, price = 100, stock = 7, sku, category_id });
        var product = $"{Products}/{made.Text("id")}";
        Assert.NotEqual(value, At(await admin.At(product), property));
        Assert.NotEqual(value, At((await admin.List($"name={word}")).GetProperty("results")[0], property));

        var filled = request.Replace("{product}", product).Replace("{category}", category).Replace("{sku}", sku);
        var (method, path) = (filled.Split(' ')[0], filled.Split(' ')[1]);
        await (await admin.Send(new(method), path, change)).Read(HttpStatusCode.OK);

        Assert.Equal(value, At(await admin.At(product), property));
        Assert.Equal(value, At((await admin.List($"name={word}")).GetProperty("results")[0], property));
    }

    [Fact]
    public async Task A_product_that_did_not_change_is_told_in_the_same_words()
    {
        using var admin = await shop.Admin();
        var made = await admin.Product(new { name = Word(), price = 100, stock = 7 });

        var first = await admin.GetAsync($"{Products}/{made.Text("id")}");
        var second = await admin.GetAsync($"{Products}/{made.Text("id")}");

        Assert.Equal(made.GetRawText(), await first.Content.ReadAsStringAsync());
        Assert.Equal(made.GetRawText(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal("application/json; charset=utf-8", second.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task What_was_changed_beside_the_shop_is_listed_at_once()
    {
        using var anybody = shop.Anonymous();
        var word = await Three();
        Assert.Equal(["A", "B", "C"], await Firsts(anybody, $"name={word}&ordering=popularity,name"));

        await shop.Database.Run($"update products set units_sold = 5 where name = 'A {word}'");
        await shop.Database.Run(
            $"update products set state = jsonb_set(state, '{"{rating}"}', '4.5') where name = 'C {word}'");

        Assert.Equal(["B", "C", "A"], await Firsts(anybody, $"name={word}&ordering=popularity,name"));
        var changed = (await anybody.List($"name=C%20{word}")).GetProperty("results")[0];
        Assert.Equal(4.5m, changed.GetProperty("rating").GetDecimal());
    }

    [Fact]
    public async Task Who_asks_with_a_crowd_sees_what_was_done_before()
    {
        using var admin = await shop.Admin();
        using var anybody = shop.Anonymous();
        using var enough = new CancellationTokenSource();
        var (word, sku) = (Word(), Word().ToUpperInvariant());
        await admin.Product(new { name = word, price = 100, stock = 7, sku });
        var crowd = Enumerable.Range(0, 8).Select(_ => Ask(anybody, $"name={word}", enough.Token)).ToList();

        for (var stock = 100; stock < 130; stock++)
        {
            var set = $$"""{"action":"set","quantity":{{stock}}}""";
            await (await admin.PostJson($"/api/v1/admin/inventory/{sku}", set)).Read(HttpStatusCode.OK);

            var page = await anybody.List($"name={word}");
            Assert.Equal(stock, page.GetProperty("results")[0].GetProperty("available").GetInt32());
        }

        await enough.CancelAsync();
        await Task.WhenAll(crowd);
    }

    [Fact]
    public async Task Each_sees_what_is_theirs_to_see_on_the_same_page()
    {
        using var seller = await shop.Seller();
        using var other = await shop.Seller();
        using var admin = await shop.Admin();
        using var anybody = shop.Anonymous();
        var word = Word();
        await seller.Product(new { name = word, price = 100, is_active = false });

        for (var i = 0; i < 2; i++)
        {
            Assert.Single(await admin.Names($"name={word}"));
            Assert.Empty(await anybody.Names($"name={word}"));
            Assert.Single(await seller.Names($"name={word}"));
            Assert.Empty(await other.Names($"name={word}"));
        }
    }

    private async Task<string> Three()
    {
        using var admin = await shop.Admin();
        var word = Word();
        foreach (var first in "ABC")
            await admin.Product(new { name = $"{first} {word}", price = 100 });
        return word;
    }

    private static async Task<string[]> Firsts(HttpClient client, string query) =>
        [.. (await client.Names(query)).Select(name => name[..1])];

    private static async Task Ask(HttpClient client, string query, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
            await client.List(query);
    }

    private static string At(JsonElement answer, string property) => property.Split('.')
        .Aggregate(answer, (part, name) => part.GetProperty(name)).ToString() is var text && text is "True" or "False"
            ? text.ToLowerInvariant()
            : text;
}
