using System.Net;

namespace Shop.Orders;

public class InvoiceApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task An_order_can_be_printed_by_its_customer_and_the_staff_alone()
    {
        using var customer = await shop.Customer();
        using var admin = await shop.Admin();
        using var stranger = await shop.Customer();
        var mug = await shop.Sells(stock: 2, price: 1_250);
        var order = await customer.Orders(mug, 2);
        var path = $"/api/v1/orders/{order.GetProperty("id").GetGuid()}/invoice";
        Assert.Contains("Not paid.", await customer.GetStringAsync(path), StringComparison.Ordinal);
        await customer.Pays(order, "pay");
        await customer.Awaits(order, "processing");

        var answer = await customer.GetAsync(path);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(order.GetProperty("reference").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains(mug.Sku, page, StringComparison.Ordinal);
        Assert.Contains("25.00 USD", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
        Assert.Contains("style-src 'sha256-", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(page, await admin.GetStringAsync(path));
        await (await stranger.GetAsync(path)).Problem(HttpStatusCode.NotFound, "order_not_found");
    }
}
