using System.Net;
using System.Text.Json;
using Shop.Accounts;

namespace Shop.Orders;

/// <summary>What stays of the orders of somebody who deleted their account.</summary>
public class ForgottenBuyerApiTests
{
    [Fact]
    public async Task Orders_that_are_over_forget_a_buyer_who_is_gone_and_those_under_way_follow()
    {
        await using var shop = await ShopHost.Start();
        var mug = await shop.Sells(stock: 5);
        using var customer = await shop.Customer();
        var cancelled = await customer.Orders(mug);
        await (await Move(customer, cancelled, "cancel", """{"reason": "I moved to Demo Street"}"""))
            .Read(HttpStatusCode.OK);
        var sent = await customer.Orders(mug, quantity: 2);
        await customer.Pays(sent, "pay");
        await customer.Awaits(sent, "processing");

        await (await customer.DeleteAsync("/api/v1/users/me")).Read(HttpStatusCode.NoContent);
        using (var admin = await Sweep(shop, TimeSpan.FromSeconds(2)))
        {
            AssertForgotten(await admin.Sees(cancelled), cancelled);
            Assert.Contains("Demo Street", (await admin.Sees(sent)).GetRawText(), StringComparison.Ordinal);
            await (await Move(admin, sent, "ship", """{"carrier": "Post", "tracking_number": "1Z"}"""))
                .Read(HttpStatusCode.OK);
            await (await Move(admin, sent, "complete", "{}")).Read(HttpStatusCode.OK);
        }

        using (var admin = await Sweep(shop, TimeSpan.FromHours(2)))
            AssertForgotten(await admin.Sees(sent), sent);
        Assert.Equal(0, await shop.Database.Value<long>(
            """select count(*) from orders where state::text ~ 'Demo Street|"Sam|"1Z"|shopper-'"""));
        Assert.Equal(0, await shop.Database.Value<long>("select count(*) from users where wake_at is not null"));
    }

    private static void AssertForgotten(JsonElement order, JsonElement asItWas)
    {
        Assert.Equal("", order.Text("email"));
        Assert.Equal("GB", order.GetProperty("shipping_address").Text("country"));
        Assert.Equal(asItWas.GetProperty("total").GetInt64(), order.GetProperty("total").GetInt64());
        Assert.Equal(asItWas.GetProperty("items").GetRawText(), order.GetProperty("items").GetRawText());
    }

    private static Task<HttpResponseMessage> Move(HttpClient client, JsonElement order, string move, string body) =>
        client.PostJson($"/api/v1/orders/{order.Text("id")}/{move}", body);

    /// <returns>An administrator, signed in after that time.</returns>
    private static async Task<HttpClient> Sweep(ShopHost shop, TimeSpan later)
    {
        shop.Clock.Advance(later);
        await shop.Grains.Sweeper().Sweep();
        return await shop.Admin();
    }
}
