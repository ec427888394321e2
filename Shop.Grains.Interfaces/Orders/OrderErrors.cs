using System.Collections.Immutable;

namespace Shop.Orders;

public static class OrderErrors
{
    public static readonly Error NotFound =
        Error.NotFound("order_not_found", "There is no such order.");

    public static readonly Error CartEmpty =
        Error.Conflict("cart_empty", "There is nothing in the cart.");

    public static readonly Error Changed =
        Error.Stale("order_changed", "The order has changed since it was read.");

    public static readonly Error PaymentUnderWay =
        Error.Conflict("payment_under_way", "The order is being paid.", "Look at it again in a moment.");

    public static readonly Error ProviderUnknown =
        Error.Invalid("provider_unknown", "The shop takes no payments through this provider.", field: "provider");

    public static Error CurrencyDiffers(string actual) =>
        Error.Invalid("currency_differs", "The cart is in another currency.", $"It is in {actual}.", "currency");

    /// <summary>The total in minor units is told, so that the buyer can be asked again.</summary>
    public static Error TotalDiffers(long actual) =>
        Error.Conflict("total_changed", "The total is not what was expected.", $"It is {actual}.");

    public static Error ItemsUnavailable(ImmutableArray<Fault> faults) =>
        Error.Conflict("items_unavailable", "Some items can no longer be bought.") with { Faults = faults };

    public static Error OutOfStock(ImmutableArray<Fault> faults) =>
        Error.Conflict("out_of_stock", "There is not enough in stock.") with { Faults = faults };

    public static Error StatusForbids(OrderStatus status, string move) =>
        Error.Conflict("order_status_forbids", "The order's status does not allow this.",
            $"An order that is {status} cannot be {move}.");
}

public static class OrderKeys
{
    public static IOrderGrain Order(this IGrainFactory grains, Guid orderId) => grains.GetGrain<IOrderGrain>(orderId);
}
