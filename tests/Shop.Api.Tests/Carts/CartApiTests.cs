using System.Net;
using Shop.Orders;

namespace Shop.Carts;

public class CartApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task The_same_product_twice_is_one_line_at_todays_price()
    {
        var mug = await shop.Sells(stock: 10, price: 1_500);
        using var customer = await shop.Customer();
        await customer.Puts(mug, 2);

        var cart = await customer.Puts(mug, 1);

        var line = Assert.Single(cart.GetProperty("items").EnumerateArray());
        Assert.Equal((3, 4_500), (line.GetProperty("quantity").GetInt32(), line.GetProperty("line_total").GetInt64()));
        Assert.Equal((4_500, 3), (cart.GetProperty("total").GetInt64(), cart.GetProperty("item_count").GetInt32()));
        Assert.Equal(10, line.GetProperty("available").GetInt32());
    }

    [Fact]
    public async Task Lines_are_changed_removed_and_cleared()
    {
        var mug = await shop.Sells(stock: 10);
        using var customer = await shop.Customer();
        var line = LineOf(await customer.Puts(mug));

        var more = await customer.Send(HttpMethod.Put, $"/api/v1/cart-items/{line}", """{"quantity":4}""");
        Assert.Equal(4_000, (await more.Read(HttpStatusCode.OK)).GetProperty("total").GetInt64());
        var gone = await customer.Send(HttpMethod.Delete, $"/api/v1/cart/items/{line}");
        Assert.Equal(0, (await gone.Read(HttpStatusCode.OK)).GetProperty("item_count").GetInt32());
        await (await customer.Send(HttpMethod.Delete, $"/api/v1/cart/items/{line}"))
            .Problem(HttpStatusCode.NotFound, "cart_line_not_found");

        await customer.Puts(mug);
        var cleared = await (await customer.Send(HttpMethod.Delete, "/api/cart/me/")).Read(HttpStatusCode.OK);
        Assert.Equal(0, cleared.GetProperty("item_count").GetInt32());
    }

    [Theory]
    [InlineData("0", "quantity_out_of_range")]
    [InlineData("-1", "quantity_out_of_range")]
    [InlineData("100", "quantity_out_of_range")]
    [InlineData("2147483648", "validation_failed")]
    [InlineData("1.5", "validation_failed")]
    [InlineData("\"two\"", "validation_failed")]
    [InlineData("null", "validation_failed")]
    public async Task A_quantity_nobody_can_mean_is_refused_by_its_name(string quantity, string code)
    {
        var mug = await shop.Sells(stock: 10);
        using var customer = await shop.Customer();

        var answer = await customer.PostJson(
            "/api/v1/cart", $$"""{"product_id":"{{mug.Id}}","quantity":{{quantity}}}""");

        var problem = await answer.Problem(HttpStatusCode.UnprocessableEntity, code);
        Assert.True(problem.GetProperty("errors").TryGetProperty("quantity", out _));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_added()
    {
        using var customer = await shop.Customer();
        using var anonymous = shop.Anonymous();

        await (await customer.PostJson("/api/v1/cart", $$"""{"product_id":"{{Guid.CreateVersion7()}}"}"""))
            .Problem(HttpStatusCode.NotFound, "product_not_found");
        await (await customer.PostJson("/api/v1/cart", "{}"))
            .Problem(HttpStatusCode.UnprocessableEntity, "product_required");
        await (await anonymous.GetAsync("/api/v1/cart")).Read(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_product_is_added_by_its_own_path_too()
    {
        var mug = await shop.Sells(stock: 10);
        using var customer = await shop.Customer();

        var cart = await (await customer.PostJson($"/api/products/{mug.Id}/add_to_cart/", "{}"))
            .Read(HttpStatusCode.OK);

        Assert.Equal(1, cart.GetProperty("item_count").GetInt32());
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_adds_once()
    {
        var mug = await shop.Sells(stock: 10);
        using var customer = await shop.Customer();
        var body = $$"""{"product_id":"{{mug.Id}}","quantity":1}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            customer.Send(HttpMethod.Post, "/api/v1/cart", body, ("Idempotency-Key", "once"))));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        var cart = await (await customer.GetAsync("/api/v1/cart")).Read(HttpStatusCode.OK);
        Assert.Equal(1, cart.GetProperty("item_count").GetInt32());
    }

    [Fact]
    public async Task A_stale_version_changes_nothing()
    {
        var mug = await shop.Sells(stock: 10);
        using var customer = await shop.Customer();
        var line = LineOf(await customer.Puts(mug));
        var seen = (await customer.GetAsync("/api/v1/cart")).Headers.ETag!.ToString();
        await customer.Puts(mug);

        var answer = await customer.Send(
            HttpMethod.Put, $"/api/v1/cart/items/{line}", """{"quantity":9}""", ("If-Match", seen));

        await answer.Problem(HttpStatusCode.PreconditionFailed, "cart_changed");
    }

    [Fact]
    public async Task Validation_names_what_is_gone_repriced_or_short_with_what_is_left()
    {
        var (fine, repriced, shortOf, off) =
            (await shop.Sells(stock: 9), await shop.Sells(stock: 9),
            await shop.Sells(stock: 1), await shop.Sells(stock: 9));
        using var customer = await shop.Customer();
        foreach (var goods in new[] { fine, repriced, off })
            await customer.Puts(goods);
        await customer.Puts(shortOf, 2);
        using var admin = await shop.Admin();
        await admin.Send(HttpMethod.Patch, $"/api/v1/products/{repriced.Id}", """{"price":1100}""");
        await admin.Send(HttpMethod.Patch, $"/api/v1/products/{off.Id}", """{"is_active":false}""");

        var answer = await (await customer.PostJson("/api/v1/cart/validate", "{}")).Read(HttpStatusCode.OK);

        Assert.False(answer.GetProperty("valid").GetBoolean());
        var named = answer.GetProperty("items").EnumerateArray().Select(item => (
            item.GetProperty("subject").GetString(), item.GetProperty("code").GetString(),
            item.GetProperty("left").GetInt32())).ToHashSet();
        Assert.Equal(
            [(repriced.Sku, "repriced", 9), (off.Sku, "inactive", 0), (shortOf.Sku, "short_of_stock", 1)], named);
    }

    private static Guid LineOf(System.Text.Json.JsonElement cart) =>
        cart.GetProperty("items")[0].GetProperty("id").GetGuid();
}
