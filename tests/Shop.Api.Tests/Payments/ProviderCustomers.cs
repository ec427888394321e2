using System.Net;
using System.Text.Json;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>What customers do who choose their provider.</summary>
internal static class ProviderCustomers
{
    /// <summary>Checks out with a provider and answers with the order.</summary>
    public static async Task<JsonElement> OrdersAt(
        this HttpClient customer, string provider, Goods goods, int quantity = 1)
    {
        await customer.Puts(goods, quantity);
        return await (await customer.ChecksOut(
            $"{Guid.CreateVersion7()}", $$"""{"provider":"{{provider}}"}""")).Read(HttpStatusCode.Created);
    }

    /// <summary>An order that was paid on the provider's page.</summary>
    public static async Task<JsonElement> BuysAt(
        this HttpClient customer, string provider, Goods goods, int quantity = 1)
    {
        var order = await customer.OrdersAt(provider, goods, quantity);
        await customer.Pays(order, "pay");
        return await customer.Awaits(order, "processing");
    }
}
