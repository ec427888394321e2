using System.Net;
using static Shop.Catalog.Catalogue;

namespace Shop.Catalog;

public class ProductApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task A_product_is_made_found_changed_and_removed()
    {
        using var admin = await shop.Admin();
        using var anybody = shop.Anonymous();
        var made = await admin.Product(new { name = Word(), price = 4_999, stock = 5 });
        var path = $"{Products}/{made.Text("slug")}";

        Assert.Equal(5, (await anybody.At(path)).GetProperty("available").GetInt32());
        var patched = await (await admin.Patch(path, """{"price":5100}""")).Read(HttpStatusCode.OK);
        Assert.Equal(5_100, patched.GetProperty("price").GetInt64());
        Assert.Equal(made.Text("name"), patched.Text("name"));
        const string replacement = """{"name":"New","price":1}""";
        var put = await (await admin.Send(HttpMethod.Put, path, replacement)).Read(HttpStatusCode.OK);
        Assert.Equal(made.Text("slug"), put.Text("slug"));

        await (await admin.DeleteAsync(path)).Read(HttpStatusCode.NoContent);
        await (await anybody.GetAsync($"{Products}/{made.Text("id")}"))
            .Problem(HttpStatusCode.NotFound, "product_not_found");
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_gone_is_412()
    {
        using var admin = await shop.Admin();
        var made = await admin.Product(new { name = Word(), price = 100 });
        var path = $"{Products}/{made.Text("id")}";
        var tag = (await admin.GetAsync(path)).Headers.ETag!.Tag;

        await (await admin.Patch(path, """{"price":200}""", ("If-Match", tag))).Read(HttpStatusCode.OK);

        await (await admin.Patch(path, """{"price":300}""", ("If-Match", tag)))
            .Problem(HttpStatusCode.PreconditionFailed, "catalog_changed");
    }

    [Fact]
    public async Task Only_staff_write()
    {
        using var anybody = shop.Anonymous();
        using var customer = await shop.Customer();

        await (await anybody.PostJson(Products, """{"name":"X","price":1}""")).Read(HttpStatusCode.Unauthorized);
        await (await customer.PostJson(Products, """{"name":"X","price":1}""")).Read(HttpStatusCode.Forbidden);
        await (await customer.PostJson(Categories, """{"name":"X"}""")).Read(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_sellers_product_is_not_found()
    {
        using var seller = await shop.Seller();
        using var other = await shop.Seller();
        var path = $"{Products}/{(await seller.Product(new { name = Word(), price = 100 })).Text("id")}";

        await (await other.Patch(path, """{"price":1}""")).Problem(HttpStatusCode.NotFound, "product_not_found");
        await (await other.DeleteAsync(path)).Problem(HttpStatusCode.NotFound, "product_not_found");
        await (await seller.Patch(path, """{"price":2}""")).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_product_that_is_not_active_is_seen_by_staff_alone()
    {
        using var admin = await shop.Admin();
        using var seller = await shop.Seller();
        using var anybody = shop.Anonymous();
        var word = Word();
        var made = await seller.Product(new { name = word, price = 100, is_active = false });
        var path = $"{Products}/{made.Text("id")}";

        await (await anybody.GetAsync(path)).Problem(HttpStatusCode.NotFound, "product_not_found");
        Assert.Empty(await anybody.Names($"name={word}"));
        await seller.At(path);
        Assert.Single(await seller.Names($"name={word}&is_active=false"));
        Assert.Single(await admin.Names($"name={word}&is_active=false"));
    }

    [Theory]
    [InlineData("price", """{"name":"X","price":"4999"}""")]
    [InlineData("price", """{"name":"X","price":49.99}""")]
    [InlineData("price", """{"name":"X","price":99999999999999999999}""")]
    [InlineData("price", """{"name":"X","price":-1}""")]
    [InlineData("price", """{"name":"X","price":0}""")]
    [InlineData("price", """{"name":"X"}""")]
    [InlineData("name", """{"price":1}""")]
    [InlineData("currency", """{"name":"X","price":1,"currency":"QQQ"}""")]
    [InlineData("sku", """{"name":"X","price":1,"sku":"not a sku"}""")]
    [InlineData("stock", """{"name":"X","price":1,"stock":-1}""")]
    [InlineData("tags", """{"name":"X","price":1,"tags":[null]}""")]
    [InlineData("images", """{"name":"X","price":1,"images":[null]}""")]
    [InlineData("variants", """{"name":"X","price":1,"variants":[null]}""")]
    [InlineData("variants[0].options", """{"name":"X","price":1,"variants":[{"sku":"A","options":{"size":null}}]}""")]
    [InlineData("variants", """{"name":"X","price":1,"sku":"A","variants":[{"sku":"B"}]}""")]
    public async Task A_value_at_fault_is_named(string field, string json)
    {
        using var admin = await shop.Admin();

        var problem = await (await admin.PostJson(Products, json)).Read(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_slug_and_a_sku_in_use_are_409()
    {
        using var admin = await shop.Admin();
        var (slug, sku) = (Word(), Word());
        await admin.Product(new { name = "X", price = 1, slug, sku });

        await (await admin.PostJson(Products, $$"""{"name":"X","price":1,"slug":"{{slug}}"}"""))
            .Problem(HttpStatusCode.Conflict, "slug_taken");
        await (await admin.PostJson(Products, $$"""{"name":"X","price":1,"sku":"{{sku}}"}"""))
            .Problem(HttpStatusCode.Conflict, "sku_taken");
    }

    [Fact]
    public async Task Variants_are_added_changed_listed_and_removed()
    {
        using var admin = await shop.Admin();
        var path = $"{Products}/{(await admin.Product(new { name = Word(), price = 100 })).Text("id")}/variants";
        var sku = Word().ToUpperInvariant();
        var added = await admin.Made(path, new { sku, stock = 4, options = new { size = "M" } });

        Assert.Equal(("M", 4), (added.Text("name"), added.GetProperty("available").GetInt32()));
        var changed = await (await admin.Patch($"{path}/{sku}", """{"price":150}""")).Read(HttpStatusCode.OK);
        Assert.Equal(150, changed.GetProperty("price").GetInt64());
        Assert.Equal(2, (await admin.At(path)).GetArrayLength());
        await (await admin.DeleteAsync($"{path}/{added.Text("id")}")).Read(HttpStatusCode.NoContent);
        await (await admin.GetAsync($"{path}/{sku}")).Problem(HttpStatusCode.NotFound, "variant_not_found");
        var last = (await admin.At(path))[0].Text("id");
        await (await admin.DeleteAsync($"{path}/{last}")).Problem(HttpStatusCode.Conflict, "last_variant");
    }

    [Fact]
    public async Task Every_product_has_a_picture_that_can_do_nothing()
    {
        using var admin = await shop.Admin();
        var made = await admin.Product(new { name = $"<b>{Word()}</b>", price = 1 });

        using var answer = await admin.GetAsync($"/media/products/{made.Text("slug")}.svg");

        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.Public);
        Assert.DoesNotContain("<b>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
