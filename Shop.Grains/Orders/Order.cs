using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shop.Accounts;
using Shop.Carts;
using Shop.Notifications;
using Shop.Payments;

namespace Shop.Orders;

/// <summary>What an order is. The moves it can make are in the other half of this record.</summary>
[GenerateSerializer, Immutable, Alias("orders.Order")]
public sealed partial record Order : ICarriesMessages
{
    [Id(0)] public OrderStatus Status { get; init; }
    [Id(1)] public long Version { get; init; }
    [Id(2)] public string Reference { get; init; } = "";
    [Id(3)] public string Fingerprint { get; init; } = "";
    [Id(4)] public Guid CustomerId { get; init; }
    [Id(5)] public string Email { get; init; } = "";
    [Id(6)] public string CustomerName { get; init; } = "";
    [Id(7)] public ImmutableArray<OrderLine> Lines { get; init; } = [];
    [Id(8)] public long Total { get; init; }
    [Id(9)] public string Currency { get; init; } = "";
    [Id(10)] public PostalAddress? ShippingAddress { get; init; }
    [Id(11)] public PostalAddress? BillingAddress { get; init; }
    [Id(12)] public DateTimeOffset CreatedAt { get; init; }
    [Id(13)] public DateTimeOffset ExpiresAt { get; init; }
    [Id(14)] public PaymentSession? Session { get; init; }

    /// <summary>Which try to be paid this is, from 1.</summary>
    [Id(15)] public int Attempt { get; init; }
    [Id(16)] public ImmutableArray<PaymentRecord> Payments { get; init; } = [];
    [Id(17)] public Shipment? Shipment { get; init; }
    [Id(18)] public ImmutableArray<OrderEvent> Timeline { get; init; } = [];

    /// <summary>What is still to be done; stored before it is done, so that a crash does not forget it.</summary>
    [Id(19)] public OrderStep Next { get; init; }

    /// <summary>When the sweeper should look again; null when nothing is to come by itself.</summary>
    [Id(20)] public DateTimeOffset? WakeAt { get; init; }

    /// <summary>True once stock may have been taken for good, and was not put back in whole.</summary>
    [Id(21)] public bool StockTaken { get; init; }

    /// <inheritdoc />
    [Id(22), JsonIgnore] public ImmutableArray<OutboxMessage> Messages { get; init; } = [];

    /// <summary>The key of its grain, for those who are told of it.</summary>
    [Id(23)] public Guid Id { get; init; }

    /// <summary>Money that goes back, each known to the provider by its id.</summary>
    [Id(40)] public ImmutableArray<RefundRecord> Refunds { get; init; } = [];
    [Id(41)] public ImmutableArray<OrderReturn> Returns { get; init; } = [];
    [Id(42)] public ImmutableArray<OrderAlert> Alerts { get; init; } = [];

    /// <summary>Goods that came back and are still to be put into stock.</summary>
    [Id(43)] public ImmutableArray<Restocking> ToRestock { get; init; } = [];

    [JsonIgnore] public bool IsStored => Status is not OrderStatus.Pending;

    public OrderView ToView(Guid id) => new()
    {
        Id = id,
        Reference = Reference,
        Status = Status,
        CustomerId = CustomerId,
        Email = Email,
        Items = Lines,
        Total = Total,
        Currency = Currency,
        ShippingAddress = ShippingAddress,
        BillingAddress = BillingAddress,
        CreatedAt = CreatedAt,
        ExpiresAt = Status is OrderStatus.Created ? ExpiresAt : null,
        PaymentProvider = Session?.Provider ?? "",
        PaymentUrl = Status is OrderStatus.Created ? Session?.Url : null,
        PaymentSessionId = Session?.Id,
        Payments = Payments,
        Shipment = Shipment,
        Timeline = Timeline,
        Version = Version,
        Refunds = Refunds,
        RefundedTotal = Payments.Where(IsMoney).Sum(payment => payment.Refunded),
        Returns = Returns,
        Alerts = Alerts,
    };

    public ImmutableArray<BoughtLine> Bought() =>
        [.. Lines.Select(line => new BoughtLine(line.Sku, line.Quantity))];
}

/// <summary>Stored by name. What an order does next by itself.</summary>
public enum OrderStep
{
    None = 0,

    /// <summary>It was paid: take the held stock for good, holding it again if the hold has lapsed.</summary>
    TakeStock = 1,

    /// <summary>It will not be delivered: give back what is held, put back what was taken.</summary>
    PutBack = 2,

    /// <summary>Send back what is marked so. It waits while a provider is away, and hinders no move.</summary>
    GiveMoneyBack = 3,

    /// <summary>Put goods that came back into stock.</summary>
    Restock = 4,
}

/// <summary>Units that came back. The stock knows them by <see cref="Cause"/> and SKU.</summary>
/// <param name="By">The member of staff.</param>
[GenerateSerializer, Immutable, Alias("orders.Restocking")]
public sealed record Restocking(Guid Cause, string Sku, int Quantity, Guid By);
