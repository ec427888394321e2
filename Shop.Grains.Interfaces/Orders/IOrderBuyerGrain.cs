namespace Shop.Orders;

/// <summary>
/// What an order keeps of its buyer: the same grain as the order. The key is the order's id.
/// </summary>
[Alias("orders.IOrderBuyerGrain")]
public interface IOrderBuyerGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Takes out of it the buyer, whose account is gone. False while it is under way: ask again later.
    /// </summary>
    [Alias("Forget")]
    Task<bool> Forget();
}

public static class OrderBuyerKeys
{
    public static IOrderBuyerGrain OrderBuyer(this IGrainFactory grains, Guid orderId) =>
        grains.GetGrain<IOrderBuyerGrain>(orderId);
}
