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

    private static string At(JsonElement answer, string property) => property.Split('.')
        .Aggregate(answer, (part, name) => part.GetProperty(name)).ToString() is var text && text is "True" or "False"
            ? text.ToLowerInvariant()
            : text;
}
