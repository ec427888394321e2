using System.Net;

namespace Shop.Orders;

/// <summary>From the cart to the end of an order, over HTTP.</summary>
public class BuyingApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task A_paid_order_is_processed_the_stock_down_and_the_cart_empty()
    {
        var mug = await shop.Sells(stock: 5, price: 2_500);
        using var customer = await shop.Customer();
        await customer.Puts(mug, 2);

        var first = await customer.ChecksOut("order-1");
        var order = await first.Read(HttpStatusCode.Created);
        var repeat = await customer.ChecksOut("order-1");

        Assert.Equal($"/api/v1/orders/{order.GetProperty("id").GetGuid()}", first.Headers.Location?.OriginalString);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", repeat.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(order.GetRawText(), (await repeat.Read(HttpStatusCode.Created)).GetRawText());
        Assert.Equal(("created", 5_000, "USD"), (order.GetProperty("status").GetString(),
            order.GetProperty("total").GetInt64(), order.GetProperty("currency").GetString()));
        Assert.Equal(3, await customer.Available(mug));

        Assert.Contains("The shop knows", await customer.Pays(order, "pay"));

        var paid = await customer.Awaits(order, "processing");
        Assert.Equal(3, await customer.Available(mug));
        var cart = await (await customer.GetAsync("/api/v1/cart")).Read(HttpStatusCode.OK);
        Assert.Empty(cart.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ["created", "paid", "processing"],
            paid.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("decline", "payment_failed")]
    [InlineData("abandon", "expired")]
    public async Task An_order_that_is_not_paid_gives_its_stock_back(string outcome, string status)
    {
        var mug = await shop.Sells(stock: 1);
        using var customer = await shop.Customer();
        var order = await customer.Orders(mug);
        Assert.Equal(0, await customer.Available(mug));

        await customer.Pays(order, outcome);

        await customer.Awaits(order, status);
        Assert.Equal(1, await customer.Available(mug));
    }

    [Fact]
    public async Task A_declined_order_is_paid_in_a_second_try()
    {
        var mug = await shop.Sells(stock: 1);
        using var customer = await shop.Customer();
        var order = await customer.Orders(mug);
        await customer.Pays(order, "decline");
        await customer.Awaits(order, "payment_failed");

        var again = await (await customer.PostJson(PathOf(order, "pay"), "{}")).Read(HttpStatusCode.OK);
        await customer.Pays(again, "pay");

        await customer.Awaits(order, "processing");
    }

    [Fact]
    public async Task An_order_that_nobody_pays_expires()
    {
        await using var alone = await ShopHost.Start();
        var mug = await alone.Sells(stock: 1);
        using var customer = await alone.Customer();
        var order = await customer.Orders(mug);

        alone.Clock.Advance(TimeSpan.FromMinutes(14));
        alone.Clock.Advance(TimeSpan.FromMinutes(2));
        using var later = await alone.Customer();

        for (var tries = 0; await later.Available(mug) == 0; tries++)
        {
            Assert.True(tries < 100, "The stock is not back.");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task Too_little_stock_is_told_with_what_is_left()
    {
        var mug = await shop.Sells(stock: 2);
        using var customer = await shop.Customer();
        await customer.Puts(mug, 3);

        var problem = await (await customer.ChecksOut("short")).Problem(HttpStatusCode.Conflict, "out_of_stock");

        var item = Assert.Single(problem.GetProperty("items").EnumerateArray());
        Assert.Equal((mug.Sku, "short_of_stock", 2), (item.GetProperty("subject").GetString(),
            item.GetProperty("code").GetString(), item.GetProperty("left").GetInt32()));
        Assert.Equal(2, await customer.Available(mug));
    }

    [Theory]
    [InlineData("""{"expected_total":999}""", HttpStatusCode.Conflict, "total_changed")]
    [InlineData("""{"currency":"EUR"}""", HttpStatusCode.UnprocessableEntity, "currency_differs")]
    [InlineData("""{"provider":"bank"}""", HttpStatusCode.UnprocessableEntity, "provider_unknown")]
    [InlineData("""{"expected_total":-1}""", HttpStatusCode.UnprocessableEntity, "validation_failed")]
    [InlineData("""{"expected_total":"1000"}""", HttpStatusCode.UnprocessableEntity, "validation_failed")]
    [InlineData("""{"expected_total":99999999999999999999}""", HttpStatusCode.UnprocessableEntity, "validation_failed")]
    [InlineData("""{"shipping_address_id":"nowhere"}""", HttpStatusCode.UnprocessableEntity, "validation_failed")]
    [InlineData("{", HttpStatusCode.BadRequest, "malformed_json")]
    public async Task A_checkout_that_says_something_wrong_is_refused_and_holds_nothing(
        string body, HttpStatusCode status, string code)
    {
        var mug = await shop.Sells(stock: 1);
        using var customer = await shop.Customer();
        await customer.Puts(mug);

        await (await customer.ChecksOut("wrong", body)).Problem(status, code);

        Assert.Equal(1, await customer.Available(mug));
    }

    [Fact]
    public async Task A_key_is_good_for_one_request_only()
    {
        var mug = await shop.Sells(stock: 5);
        using var customer = await shop.Customer();
        await customer.Puts(mug);
        await (await customer.ChecksOut("mine")).Read(HttpStatusCode.Created);

        await (await customer.ChecksOut("mine", """{"expected_total":1000}"""))
            .Problem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        await (await customer.ChecksOut("")).Problem(HttpStatusCode.BadRequest, "malformed_idempotency_key");
    }

    [Fact]
    public async Task A_product_that_went_off_sale_is_not_bought()
    {
        var mug = await shop.Sells(stock: 1);
        using var customer = await shop.Customer();
        await customer.Puts(mug);
        using var admin = await shop.Admin();
        await (await admin.Send(HttpMethod.Patch, $"/api/v1/products/{mug.Id}", """{"is_active":false}"""))
            .Read(HttpStatusCode.OK);

        await (await customer.ChecksOut("late")).Problem(HttpStatusCode.Conflict, "items_unavailable");
    }

    [Fact]
    public async Task Another_customers_order_is_not_found()
    {
        using var customer = await shop.Customer();
        using var stranger = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 1));

        await (await stranger.GetAsync(PathOf(order))).Problem(HttpStatusCode.NotFound, "order_not_found");
        await (await stranger.PostJson(PathOf(order, "cancel"), "{}"))
            .Problem(HttpStatusCode.NotFound, "order_not_found");
        await (await stranger.PostJson(PathOf(order, "ship"), """{"carrier":"Post"}""")).Read(HttpStatusCode.Forbidden);
        using var anonymous = shop.Anonymous();
        await (await anonymous.GetAsync(PathOf(order))).Read(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Staff_ship_and_complete_what_was_paid_in_that_order()
    {
        using var customer = await shop.Customer();
        using var admin = await shop.Admin();
        var order = await customer.Orders(await shop.Sells(stock: 1));
        await (await admin.PostJson(PathOf(order, "ship"), """{"carrier":"Post"}"""))
            .Problem(HttpStatusCode.Conflict, "order_status_forbids");
        await customer.Pays(order, "pay");
        await customer.Awaits(order, "processing");

        await (await admin.PostJson(PathOf(order, "complete"), "{}"))
            .Problem(HttpStatusCode.Conflict, "order_status_forbids");
        var shipped = await (await admin.PostJson(
            PathOf(order, "mark_as_shipped"), """{"carrier":"Post","tracking_number":"1Z"}""")).Read(HttpStatusCode.OK);
        Assert.Equal("1Z", shipped.GetProperty("shipment").GetProperty("tracking_number").GetString());
        await (await customer.PostJson(PathOf(order, "cancel"), "{}"))
            .Problem(HttpStatusCode.Conflict, "order_status_forbids");
        await (await admin.PostJson(PathOf(order, "complete"), "{}")).Read(HttpStatusCode.OK);
        Assert.Equal("completed", (await customer.Sees(order)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_stale_version_moves_nothing()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 1));

        await (await customer.Send(HttpMethod.Post, PathOf(order, "cancel"), "{}", ("If-Match", "\"99\"")))
            .Problem(HttpStatusCode.PreconditionFailed, "order_changed");

        var version = (await customer.GetAsync(PathOf(order))).Headers.ETag!.ToString();
        var cancelled = await (await customer.Send(
            HttpMethod.Post, PathOf(order, "cancel"), "{}", ("If-Match", version))).Read(HttpStatusCode.OK);
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Customers_list_their_own_orders_and_admins_all()
    {
        using var customer = await shop.Customer();
        using var admin = await shop.Admin();
        var mug = await shop.Sells(stock: 9);
        for (var i = 0; i < 3; i++)
            await customer.Orders(mug);

        var page = await (await customer.GetAsync("/api/v1/orders?page_size=2&status=created")).Read(HttpStatusCode.OK);
        Assert.Equal((3, 2), (page.GetProperty("count").GetInt32(), page.GetProperty("results").GetArrayLength()));
        Assert.Contains("page=2", page.GetProperty("next").GetString());

        var stretch = await (await customer.GetAsync("/api/v1/orders?limit=2")).Read(HttpStatusCode.OK);
        var rest = await (await customer.GetAsync(stretch.GetProperty("next").GetString())).Read(HttpStatusCode.OK);
        Assert.Equal(
            (2, 1), (stretch.GetProperty("results").GetArrayLength(), rest.GetProperty("results").GetArrayLength()));

        var all = await (await admin.GetAsync("/api/v1/orders")).Read(HttpStatusCode.OK);
        Assert.True(all.GetProperty("count").GetInt32() >= 3);
        await (await customer.GetAsync("/api/v1/orders?status=lost")).Invalid("status");
        await (await customer.GetAsync("/api/v1/orders?customer=x")).Invalid("customer");
    }

    private static string PathOf(System.Text.Json.JsonElement order, string? move = null) =>
        $"/api/v1/orders/{order.GetProperty("id").GetGuid()}{(move is null ? "" : $"/{move}")}";
}
