using System.Collections.Immutable;
using Shop.Accounts;
using Shop.Payments;

namespace Shop.Orders;

/// <param name="Order">The order.</param>
/// <param name="Replayed">True when an earlier checkout with the same key had made it.</param>
[GenerateSerializer, Immutable, Alias("orders.PlacedOrder")]
public sealed record PlacedOrder(OrderView Order, bool Replayed);

/// <summary>An order as its customer and the staff see it. Amounts are in minor units.</summary>
[GenerateSerializer, Immutable, Alias("orders.OrderView")]
public sealed record OrderView : IVersioned
{
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>For people: unique, short, without look-alike letters.</summary>
    [Id(1)] public required string Reference { get; init; }
    [Id(2)] public required OrderStatus Status { get; init; }
    [Id(3)] public required Guid CustomerId { get; init; }
    [Id(4)] public required string Email { get; init; }
    [Id(5)] public required ImmutableArray<OrderLine> Items { get; init; }
    [Id(6)] public required long Total { get; init; }
    [Id(7)] public required string Currency { get; init; }
    [Id(8)] public required PostalAddress? ShippingAddress { get; init; }
    [Id(9)] public required PostalAddress? BillingAddress { get; init; }
    [Id(10)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until then the stock is held; null once that no longer matters.</summary>
    [Id(11)] public required DateTimeOffset? ExpiresAt { get; init; }
    [Id(12)] public required string PaymentProvider { get; init; }

    /// <summary>
    /// Where to pay, while there is something to pay; null when the provider is away or all is settled.
    /// </summary>
    [Id(13)] public required string? PaymentUrl { get; init; }
    [Id(14)] public required string? PaymentSessionId { get; init; }
    [Id(15)] public required ImmutableArray<PaymentRecord> Payments { get; init; }
    [Id(16)] public required Shipment? Shipment { get; init; }
    [Id(17)] public required ImmutableArray<OrderEvent> Timeline { get; init; }
    [Id(18)] public required long Version { get; init; }

    /// <summary>Money that goes back, or went.</summary>
    [Id(30)] public ImmutableArray<RefundRecord> Refunds { get; init; } = [];

    /// <summary>Minor units that arrived where they came from.</summary>
    [Id(31)] public long RefundedTotal { get; init; }
    [Id(32)] public ImmutableArray<OrderReturn> Returns { get; init; } = [];

    /// <summary>What staff should look at.</summary>
    [Id(33)] public ImmutableArray<OrderAlert> Alerts { get; init; } = [];
}

/// <summary>
/// What was bought, as it was then. <see cref="UnitPrice"/> and <see cref="LineTotal"/> in minor units.
/// <see cref="Refunded"/> units were given their money back, <see cref="Restocked"/> ones went into stock again.
/// </summary>
[GenerateSerializer, Immutable, Alias("orders.OrderLine")]
public sealed record OrderLine(
    Guid ProductId, Guid VariantId, string Sku, string Name, string? VariantName, string? ImageUrl,
    int Quantity, long UnitPrice, long LineTotal, Guid? SellerId, int Refunded = 0, int Restocked = 0);

/// <param name="TrackingUrl">Where its way can be followed, when the carrier is known or staff gave a link.</param>
[GenerateSerializer, Immutable, Alias("orders.Shipment")]
public sealed record Shipment(
    string Carrier, string? TrackingNumber, DateTimeOffset ShippedAt, string? TrackingUrl = null);

/// <summary>One entry of the timeline.</summary>
/// <param name="Kind">What happened, as <c>created</c>, <c>paid</c>, <c>shipped</c>.</param>
/// <param name="By">The user who did it; null when the shop did.</param>
[GenerateSerializer, Immutable, Alias("orders.OrderEvent")]
public sealed record OrderEvent(DateTimeOffset At, string Kind, string? Note = null, Guid? By = null);

/// <summary>What the pay page of the sandbox shows.</summary>
[GenerateSerializer, Immutable, Alias("orders.PayableOrder")]
public sealed record PayableOrder(
    Guid Id, string Reference, OrderStatus Status, long Total, string Currency, string? SessionId,
    DateTimeOffset? ExpiresAt);

/// <summary>Stored by name, listed by name. The moves between them are in <c>Order</c>.</summary>
public enum OrderStatus
{
    /// <summary>Not stored: checkout is under way.</summary>
    Pending = 0,

    /// <summary>Stock is held; the shop waits for money until <see cref="OrderView.ExpiresAt"/>.</summary>
    Created = 1,

    /// <summary>Paid, stock taken; to be packed.</summary>
    Processing = 2,
    Shipped = 3,
    Completed = 4,
    Cancelled = 5,

    /// <summary>All its money went back, or goes.</summary>
    Refunded = 6,

    /// <summary>Declined; the stock is free again, the customer may pay again.</summary>
    PaymentFailed = 7,

    /// <summary>Nobody paid in time; the stock is free again.</summary>
    Expired = 8,
}
