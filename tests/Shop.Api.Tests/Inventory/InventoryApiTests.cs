using System.Net;
using Shop.Orders;

namespace Shop.Inventory;

public class InventoryApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Theory]
    [InlineData("adjust", -2, 8)]
    [InlineData("set", 25, 25)]
    [InlineData("receive", 5, 15)]
    public async Task Staff_change_the_count_and_the_ledger_says_why(string action, int quantity, int expected)
    {
        var mug = await shop.Sells(stock: 10);
        using var admin = await shop.Admin();

        var changed = await Change(admin, mug, action, quantity).Result(HttpStatusCode.OK);

        Assert.Equal(expected, changed.GetProperty("on_hand").GetInt32());
        Assert.Equal(expected, await admin.Available(mug));
        var ledger = await (await admin.GetAsync($"/api/v1/admin/inventory/{mug.Sku}/ledger")).Read(HttpStatusCode.OK);
        var newest = ledger.GetProperty("results")[0];
        Assert.Equal(("adjust", expected - 10, "stock-taking"), (newest.GetProperty("kind").GetString(),
            newest.GetProperty("on_hand_change").GetInt32(), newest.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_repeated_change_changes_once()
    {
        var mug = await shop.Sells(stock: 10);
        using var admin = await shop.Admin();

        for (var i = 0; i < 3; i++)
            await Change(admin, mug, "adjust", -1, ("Idempotency-Key", "count-1")).Result(HttpStatusCode.OK);

        Assert.Equal(9, await admin.Available(mug));
    }

    [Theory]
    [InlineData("receive", "0", 422)]
    [InlineData("set", "-1", 422)]
    [InlineData("adjust", "-3", 409)]
    [InlineData("adjust", "99999999999", 422)]
    [InlineData("steal", "1", 422)]
    public async Task A_count_that_cannot_be_is_refused(string action, string quantity, int status)
    {
        var mug = await shop.Sells(stock: 3);
        using var customer = await shop.Customer();
        await customer.Orders(mug);
        using var admin = await shop.Admin();

        var answer = await admin.PostJson(
            $"/api/v1/admin/inventory/{mug.Sku}", $$"""{"action":"{{action}}","quantity":{{quantity}}}""");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(2, await admin.Available(mug));
    }

    [Fact]
    public async Task Stock_that_falls_to_its_threshold_is_listed_and_told_once()
    {
        var mug = await shop.Sells(stock: 3);
        using var admin = await shop.Admin();
        await (await admin.Send(
            HttpMethod.Patch, $"/api/v1/admin/inventory/{mug.Sku}", """{"low_stock_threshold":2}"""))
            .Read(HttpStatusCode.OK);
        using var customer = await shop.Customer();
        await customer.Orders(mug);
        await customer.Orders(mug);

        var low = await (await admin.GetAsync($"/api/v1/admin/inventory?low_stock=true&sku={mug.Sku}"))
            .Read(HttpStatusCode.OK);

        Assert.Equal(1, low.GetProperty("count").GetInt32());
        Assert.Equal(1L, await shop.Database.Value<long>(
            $"select count(*) from outbox where kind = 'stock.low' and body ->> 'sku' = '{mug.Sku}'"));
    }

    [Fact]
    public async Task Stock_is_for_staff_only_and_unknown_skus_are_not_found()
    {
        using var customer = await shop.Customer();
        using var admin = await shop.Admin();

        await (await customer.GetAsync("/api/v1/admin/inventory")).Read(HttpStatusCode.Forbidden);
        await (await admin.GetAsync("/api/v1/admin/inventory/NOTHING")).Problem(HttpStatusCode.NotFound, "sku_unknown");
        await (await admin.GetAsync("/api/v1/admin/inventory/NOTHING/ledger"))
            .Problem(HttpStatusCode.NotFound, "sku_unknown");
    }

    private static Task<HttpResponseMessage> Change(
        HttpClient admin, Goods goods, string action, int quantity, params (string, string)[] headers) =>
        admin.Send(
            HttpMethod.Post, $"/api/v1/admin/inventory/{goods.Sku}",
            $$"""{"action":"{{action}}","quantity":{{quantity}},"reason":"stock-taking"}""", headers);
}

internal static class Awaited
{
    public static async Task<System.Text.Json.JsonElement> Result(
        this Task<HttpResponseMessage> answer, HttpStatusCode expected) => await (await answer).Read(expected);
}
