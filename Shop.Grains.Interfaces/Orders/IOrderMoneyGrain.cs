using System.Collections.Immutable;

namespace Shop.Orders;

/// <summary>
/// The money of an order that goes back, and the goods that come back for it. It is the same grain as
/// <see cref="IOrderGrain"/>, under the same key: two who refund at once are one after the other.
/// </summary>
[Alias("orders.IOrderMoneyGrain")]
public interface IOrderMoneyGrain : IGrainWithGuidKey
{
    /// <summary>Sends money back, never more than was paid. A provider that is away is told when it is back.</summary>
    [Alias("Refund")]
    Task<Result<OrderView>> Refund(RefundOrder command);

    /// <summary>The customer wants to send goods back.</summary>
    [Alias("RequestReturn")]
    Task<Result<OrderView>> RequestReturn(RequestReturn command);

    /// <summary>Staff approve or reject a return.</summary>
    [Alias("DecideReturn")]
    Task<Result<OrderView>> DecideReturn(DecideReturn command);

    /// <summary>The goods came back; they may go into stock again.</summary>
    [Alias("ReceiveReturn")]
    Task<Result<OrderView>> ReceiveReturn(ReceiveReturn command);

    /// <summary>Sends back the money of goods that came back.</summary>
    [Alias("RefundReturn")]
    Task<Result<OrderView>> RefundReturn(RefundReturn command);
}

/// <param name="Id">Names the refund, so that a repeat sends nothing twice.</param>
/// <param name="Caller">Staff.</param>
/// <param name="Amount">Minor units; null: what the items cost, or all that is left without items.</param>
/// <param name="Items">What is refunded; none: by amount.</param>
/// <param name="Restock">Whether those items go into stock again; null: if they were never shipped.</param>
/// <param name="Reason">For the customer and the books.</param>
/// <param name="Version">The version the caller saw, or null when the caller does not care.</param>
[GenerateSerializer, Immutable, Alias("orders.RefundOrder")]
public sealed record RefundOrder(
    Guid Id, Caller Caller, long? Amount, ImmutableArray<ReturnedItem> Items, bool? Restock, string? Reason,
    long? Version);

/// <param name="Sku">One of the order's.</param>
/// <param name="Quantity">Units.</param>
[GenerateSerializer, Immutable, Alias("orders.ReturnedItem")]
public sealed record ReturnedItem(string Sku, int Quantity);

/// <param name="Id">Names the return from now on.</param>
[GenerateSerializer, Immutable, Alias("orders.RequestReturn")]
public sealed record RequestReturn(
    Guid Id, Caller Caller, ImmutableArray<ReturnedItem> Items, string Reason, long? Version);

/// <param name="Note">For the customer.</param>
[GenerateSerializer, Immutable, Alias("orders.DecideReturn")]
public sealed record DecideReturn(Guid Id, Caller Caller, bool Approve, string? Note, long? Version);

/// <param name="Restock">False for goods that cannot be sold again.</param>
[GenerateSerializer, Immutable, Alias("orders.ReceiveReturn")]
public sealed record ReceiveReturn(Guid Id, Caller Caller, bool Restock, long? Version);

/// <param name="Amount">Minor units; null: what the goods cost.</param>
[GenerateSerializer, Immutable, Alias("orders.RefundReturn")]
public sealed record RefundReturn(Guid Id, Caller Caller, long? Amount, long? Version);

/// <summary>Goods that come back.</summary>
/// <param name="Reason">The customer's.</param>
/// <param name="Note">The shop's.</param>
[GenerateSerializer, Immutable, Alias("orders.OrderReturn")]
public sealed record OrderReturn(
    Guid Id, ReturnStatus Status, ImmutableArray<ReturnedItem> Items, string Reason, DateTimeOffset At,
    string? Note = null);

public enum ReturnStatus
{
    Requested = 0,
    Approved = 1,
    Rejected = 2,
    Received = 3,
    Refunded = 4,
}

/// <summary>What staff should look at.</summary>
public enum OrderAlert
{
    /// <summary>The customer's bank asks for the money.</summary>
    Disputed = 0,

    /// <summary>Money that should go back did not.</summary>
    RefundFailed = 1,

    /// <summary>Somebody gave money back at the provider, and not here.</summary>
    RefundedElsewhere = 2,
}

public static class OrderMoneyKeys
{
    public static IOrderMoneyGrain OrderMoney(this IGrainFactory grains, Guid orderId) =>
        grains.GetGrain<IOrderMoneyGrain>(orderId);
}

public static class ReturnErrors
{
    public static readonly Error NotFound =
        Error.NotFound("return_not_found", "There is no such return of this order.");

    public static readonly Error ItemsUnknown = Error.Invalid(
        "return_items_unknown", "The order has no such items, or not so many that could still come back.",
        field: "items");

    public static Error StatusForbids(ReturnStatus status, string move) =>
        Error.Conflict("return_status_forbids", "The return's status does not allow this.",
            $"A return that is {status} cannot be {move}.");
}
