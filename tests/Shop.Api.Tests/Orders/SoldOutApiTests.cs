using System.Net;
using System.Text.Json;

namespace Shop.Orders;

/// <summary>A sale's crowd comes too late: most of its requests are these.</summary>
public class SoldOutApiTests
{
    [Fact]
    public async Task Sold_out_is_answered_without_the_database()
    {
        await using var shop = await ShopHost.Start();
        using var winner = await shop.Customer();
        using var late = await shop.Customer();
        var last = await shop.Sells(stock: 1);
        await late.Puts(last);
        await winner.Orders(last);

        shop.Link.Cut();
        foreach (var key in new[] { "first", "second", "first" })
        {
            var refused = await (await late.ChecksOut(key)).Problem(HttpStatusCode.Conflict, "out_of_stock");
            Assert.Equal(0, refused.GetProperty("items")[0].GetProperty("left").GetInt32());
        }
    }

    [Fact]
    public async Task The_winner_of_the_last_unit_may_ask_again_what_became_of_it()
    {
        await using var shop = await ShopHost.Start();
        using var winner = await shop.Customer();
        var last = await shop.Sells(stock: 1);
        await winner.Puts(last);
        var order = await (await winner.ChecksOut("mine")).Read(HttpStatusCode.Created);

        await AssertRepeats(winner, "mine", order);
        await (await winner.ChecksOut("another")).Problem(HttpStatusCode.Conflict, "out_of_stock");

        await shop.Restart();
        using var again = new HttpClient { BaseAddress = shop.Anonymous().BaseAddress };
        again.DefaultRequestHeaders.Authorization = winner.DefaultRequestHeaders.Authorization;
        await AssertRepeats(again, "mine", order);
        await (await again.ChecksOut("another")).Problem(HttpStatusCode.Conflict, "out_of_stock");
    }

    [Fact]
    public async Task An_order_that_is_over_is_repeated_although_somebody_else_has_the_goods()
    {
        await using var shop = await ShopHost.Start();
        using var first = await shop.Customer();
        using var second = await shop.Customer();
        var last = await shop.Sells(stock: 1);
        await first.Puts(last);
        var order = await (await first.ChecksOut("mine")).Read(HttpStatusCode.Created);
        await (await first.PostJson($"/api/v1/orders/{order.GetProperty("id").GetGuid()}/cancel", "{}"))
            .Read(HttpStatusCode.OK);
        await second.Orders(last);

        var repeat = await first.ChecksOut("mine");

        Assert.Equal("true", repeat.Headers.GetValues("Idempotent-Replayed").Single());
        var seen = await repeat.Read(HttpStatusCode.Created);
        Assert.Equal("cancelled", seen.GetProperty("status").GetString());
        await (await first.ChecksOut("another")).Problem(HttpStatusCode.Conflict, "out_of_stock");
    }

    private static async Task AssertRepeats(HttpClient customer, string key, JsonElement order)
    {
        var repeat = await customer.ChecksOut(key);
        Assert.Equal("true", repeat.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal(
            order.GetProperty("id").GetGuid(), (await repeat.Read(HttpStatusCode.Created)).GetProperty("id").GetGuid());
    }
}
