using System.Collections.Concurrent;
using System.Net;

namespace Shop.Commands;

/// <summary>
/// More buyers than units, all at once, over HTTP: each puts one unit in the cart and checks out. Whoever got one pays.
/// </summary>
internal sealed class FlashSale(PatientClient shop, string adminToken)
{
    public const int Units = 10;
    public const int Buyers = 1_000;

    private readonly ConcurrentDictionary<string, int> outcomes = new();
    private readonly ConcurrentDictionary<Guid, (string Token, string PaymentUrl)> orders = new();
    private readonly ConcurrentBag<double> milliseconds = [];

    public async Task<FlashSaleReport> Run(CancellationToken stop)
    {
        var (productId, sku) = await CreateProduct(stop);
        var tokens = await AdmitBuyers(stop);
        await FillCarts(tokens, productId, stop);
        var seconds = await CheckOut(tokens, stop);
        await Pay(stop);
        var stock = (await shop.Get($"/api/v1/admin/inventory/{sku}", adminToken, stop))
            .OrRefused("a look at the stock");
        return new(
            orders.Count, new Dictionary<string, int>(outcomes), stock.GetProperty("on_hand").GetInt32(),
            stock.GetProperty("reserved").GetInt32(), [.. milliseconds.Order()], seconds, shop.Repeats);
    }

    private async Task<(Guid Id, string Sku)> CreateProduct(CancellationToken stop)
    {
        var sku = $"FLASH-{Guid.CreateVersion7().ToString("N")[20..].ToUpperInvariant()}";
        var product = new { name = $"Flash sale {sku}", price = 4_999, currency = "USD", sku, stock = Units };
        var created = (await shop.Post("/api/v1/products", product, adminToken, stop)).OrRefused("the product");
        Console.WriteLine($"Put {Units} units of {sku} on sale");
        return (created.GetProperty("id").GetGuid(), sku);
    }

    private async Task<IReadOnlyList<string>> AdmitBuyers(CancellationToken stop)
    {
        var admitted = await shop.Post("/api/v1/dev/shoppers", new { count = Buyers }, token: null, stop);
        Console.WriteLine($"Let in {Buyers:N0} buyers");
        var buyers = admitted.OrRefused("the buyers").EnumerateArray();
        return [.. buyers.Select(one => one.GetProperty("access_token").GetString()!)];
    }

    private async Task FillCarts(IReadOnlyList<string> tokens, Guid productId, CancellationToken stop)
    {
        var filled = 0;
        await using var line = new ProgressLine(() => $"Carts      {filled,5:N0} of {Buyers:N0}");
        await Task.WhenAll(tokens.Select(async token =>
        {
            var item = new { product_id = productId, quantity = 1 };
            (await shop.Post("/api/v1/cart", item, token, stop)).OrRefused("a unit in the cart");
            Interlocked.Increment(ref filled);
        }));
    }

    /// <returns>Seconds until the last buyer had an answer.</returns>
    private async Task<double> CheckOut(IReadOnlyList<string> tokens, CancellationToken stop)
    {
        await using var line = new ProgressLine(() =>
            $"Checkouts  {milliseconds.Count,5:N0} of {Buyers:N0}   orders {orders.Count}   "
            + $"sold out {outcomes.GetValueOrDefault(FlashSaleReport.SoldOut):N0}   repeats {shop.Repeats}");
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(tokens.Select(token => CheckOut(token, stop)));
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private async Task CheckOut(string token, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        var answer = await shop.Post("/api/v1/checkout", new { }, token, stop);
        if (answer.Status is HttpStatusCode.Created)
        {
            orders[answer.Body.GetProperty("id").GetGuid()] =
                (token, answer.Body.GetProperty("payment_url").GetString()!);
        }
        else
        {
            outcomes.AddOrUpdate(answer.Code, 1, (_, count) => count + 1);
        }

        milliseconds.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
    }

    private async Task Pay(CancellationToken stop)
    {
        var paid = 0;
        await using var line = new ProgressLine(() => $"Paid       {paid,5:N0} of {orders.Count:N0}");
        await Task.WhenAll(orders.Select(async order =>
        {
            var path = new Uri(order.Value.PaymentUrl).PathAndQuery;
            (await shop.Post(path, new { outcome = "pay" }, order.Value.Token, stop)).OrRefused("a payment");
            while (await StatusOf(order.Key, order.Value.Token, stop) is "created")
                await Task.Delay(TimeSpan.FromMilliseconds(200), stop);

            Interlocked.Increment(ref paid);
        }));
    }

    private async Task<string?> StatusOf(Guid orderId, string token, CancellationToken stop) =>
        (await shop.Get($"/api/v1/orders/{orderId}", token, stop)).OrRefused("a look at the order")
            .GetProperty("status").GetString();
}
