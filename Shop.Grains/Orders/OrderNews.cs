using System.Collections.Immutable;
using System.Text.Json;
using Shop.Accounts;
using Shop.Notifications;

namespace Shop.Orders;

/// <summary>What an order tells the world of a move: the body of its messages, of mails and webhooks alike.</summary>
/// <param name="Amount">What went back by this move, in minor units; null when nothing did.</param>
/// <param name="Note">Why, where there is a reason to tell.</param>
internal sealed record OrderNews(
    Guid Id, string Reference, OrderStatus Status, Guid CustomerId, string CustomerName, string Email,
    ImmutableArray<OrderLine> Lines, long Total, string Currency, PostalAddress? ShippingAddress, Shipment? Shipment,
    long? Amount = null, string? Note = null)
{
    public const string Confirmed = "order.confirmed";
    public const string Paid = "order.paid";
    public const string PaymentFailed = "order.payment_failed";
    public const string Shipped = "order.shipped";
    public const string Cancelled = "order.cancelled";
    public const string Expired = "order.expired";
    public const string Refunded = "order.refunded";

    /// <summary>Every kind of news that an order tells.</summary>
    public static readonly ImmutableArray<string> Kinds =
        [Confirmed, Paid, PaymentFailed, Shipped, Cancelled, Expired, Refunded];

    public static OrderNews Of(Order order) => new(
        order.Id, order.Reference, order.Status, order.CustomerId, order.CustomerName, order.Email, order.Lines,
        order.Total, order.Currency, order.ShippingAddress, order.Shipment);

    /// <param name="kinds">What happened.</param>
    /// <param name="version">Of the order after the move, so that the same move written twice tells once.</param>
    public ImmutableArray<OutboxMessage> Messages(ReadOnlySpan<string> kinds, long version)
    {
        var body = JsonSerializer.Serialize(this, ShopJson.Stored);
        var messages = ImmutableArray.CreateBuilder<OutboxMessage>(kinds.Length);
        foreach (var kind in kinds)
            messages.Add(new(DerivedId.From(CustomerId, Reference, kind, $"{version}"), kind, Email, body));

        return messages.DrainToImmutable();
    }
}
