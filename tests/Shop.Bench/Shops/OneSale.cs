using Shop.Commands;

namespace Shop.Bench.Shops;

/// <summary>An order from the cart to the packing table, as a customer makes it.</summary>
internal static class OneSale
{
    /// <returns>The order, paid.</returns>
    public static async Task<Guid> Of(ShopProcess shop, Product product, CancellationToken stop)
    {
        var client = shop.Client;
        var admitted = await client.Post("/api/v1/dev/shoppers", new { count = 1 }, token: null, stop);
        var token = admitted.OrRefused("a buyer")[0].GetProperty("access_token").GetString()!;
        (await client.Post("/api/v1/cart", new { product_id = product.Id, quantity = 1 }, token, stop))
            .OrRefused("a unit in the cart");
        var order = (await client.Post("/api/v1/checkout", new { }, token, stop)).OrRefused("the order");
        var pay = new Uri(order.GetProperty("payment_url").GetString()!).PathAndQuery;
        (await client.Post(pay, new { outcome = "pay" }, token, stop)).OrRefused("the payment");

        var id = order.GetProperty("id").GetGuid();
        while (await StatusOf(client, id, token, stop) is not "processing")
            await Task.Delay(50, stop);

        return id;
    }

    private static async Task<string?> StatusOf(
        PatientClient client, Guid order, string token, CancellationToken stop) =>
        (await client.Get($"/api/v1/orders/{order}", token, stop)).OrRefused("a look at the order")
            .GetProperty("status").GetString();
}
