using System.ComponentModel.DataAnnotations;

namespace Shop.Orders;

/// <summary>Settings of checkout.</summary>
public sealed record CheckoutOptions
{
    /// <summary>Seconds that stock is held for an order that waits for its money.</summary>
    [Range(5, 86_400)]
    public int HoldSeconds { get; init; } = 900;

    /// <summary>How long the hold outlives the order's own expiry, which normally ends it first.</summary>
    public static readonly TimeSpan HoldGrace = TimeSpan.FromMinutes(1);
}
