using System.Net;
using System.Text.Json;

namespace Shop.Orders;

/// <summary>What a customer's browser says on the way from a product to an order.</summary>
internal static class Buyer
{
    /// <summary>Puts a product of one variant on sale.</summary>
    public static async Task<Goods> Sells(this ShopHost shop, int stock, long price = 1_000)
    {
        using var admin = await shop.Admin();
        var sku = $"T-{Guid.CreateVersion7():N}".ToUpperInvariant();
        var made = await (await admin.PostJson(
            "/api/v1/products", $$"""{"name":"Mug {{sku}}","price":{{price}},"sku":"{{sku}}","stock":{{stock}}}"""))
            .Read(HttpStatusCode.Created);
        return new Goods(made.GetProperty("id").GetGuid(), sku);
    }

    public static async Task<JsonElement> Puts(this HttpClient customer, Goods goods, int quantity = 1) =>
        await (await customer.PostJson(
            "/api/v1/cart/items", $$"""{"product_id":"{{goods.Id}}","quantity":{{quantity}}}"""))
            .Read(HttpStatusCode.OK);

    public static Task<HttpResponseMessage> ChecksOut(this HttpClient customer, string key, string body = "{}") =>
        customer.Send(HttpMethod.Post, "/api/v1/checkout", body, ("Idempotency-Key", key));

    /// <summary>An order that was placed without refusal.</summary>
    public static async Task<JsonElement> Orders(this HttpClient customer, Goods goods, int quantity = 1)
    {
        await customer.Puts(goods, quantity);
        return await (await customer.ChecksOut($"{Guid.CreateVersion7()}")).Read(HttpStatusCode.Created);
    }

    /// <summary>Presses a button on the order's pay page.</summary>
    public static async Task<string> Pays(this HttpClient customer, JsonElement order, string outcome)
    {
        var answer = await customer.PostAsync($"{order.GetProperty("payment_url").GetString()}/{outcome}", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public static async Task<JsonElement> Sees(this HttpClient customer, JsonElement order) =>
        await (await customer.GetAsync($"/api/v1/orders/{order.GetProperty("id").GetGuid()}")).Read(HttpStatusCode.OK);

    /// <summary>Returns when the order has the status; fails when it does not get it in good time.</summary>
    public static async Task<JsonElement> Awaits(this HttpClient customer, JsonElement order, string status)
    {
        for (var tries = 0; ; tries++)
        {
            var seen = await customer.Sees(order);
            if (seen.GetProperty("status").GetString() == status)
                return seen;

            Assert.True(tries < 100, $"The order is not {status}: {seen}");
            await Task.Delay(100);
        }
    }

    public static async Task<int> Available(this HttpClient anyone, Goods goods) =>
        (await (await anyone.GetAsync($"/api/v1/products/{goods.Id}")).Read(HttpStatusCode.OK))
        .GetProperty("available").GetInt32();
}

internal sealed record Goods(Guid Id, string Sku);
