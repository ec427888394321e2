namespace Shop.Orders;

/// <summary>Settings of checkout.</summary>
/// <param name="Hold">Seconds that stock is held for an order that waits for its money.</param>
internal sealed record CheckoutOptions([property: Setting("SHOP_HOLD_SECONDS")] TimeSpan Hold)
{
    /// <summary>How long the hold outlives the order's own expiry, which normally ends it first.</summary>
    public static readonly TimeSpan HoldGrace = TimeSpan.FromMinutes(1);
}
