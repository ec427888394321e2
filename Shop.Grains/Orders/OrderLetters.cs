using System.Collections.Immutable;
using Shop.Notifications;

namespace Shop.Orders;

/// <summary>What the shop writes to a customer about an order.</summary>
internal static class OrderLetters
{
    /// <summary>By the kind of message.</summary>
    public static readonly ImmutableDictionary<string, Func<string, LetterHead, Letter>> All =
        new Dictionary<string, Func<string, LetterHead, Letter>>
        {
            [OrderNews.Confirmed] = Confirmed,
            [OrderNews.Paid] = Paid,
            [OrderNews.PaymentFailed] = PaymentFailed,
            [OrderNews.Shipped] = Shipped,
            [OrderNews.Cancelled] = Cancelled,
            [OrderNews.Expired] = Expired,
            [OrderNews.Refunded] = Refunded,
        }.ToImmutableDictionary();

    private static Letter Confirmed(string body, LetterHead head) => Write(body, head, "is confirmed", order =>
    [
        new Paragraph("Thank you. We have your order and will tell you when it is on its way."),
        BillOf(order),
        .. Address(order),
        .. OrderLink(order, head, "See your order"),
    ]);

    private static Letter Paid(string body, LetterHead head) => Write(body, head, "is paid", order =>
    [
        new Paragraph($"We have received your payment of {Money.Format(order.Total, order.Currency)}. "
            + "This is your receipt."),
        BillOf(order),
    ]);

    private static Letter PaymentFailed(string body, LetterHead head) => Write(body, head, "could not be paid", order =>
    [
        new Paragraph("Your payment did not go through, and nothing was charged. The items are not held for you "
            + "any more; you can try again while they last."),
        .. OrderLink(order, head, "Try again"),
    ]);

    private static Letter Shipped(string body, LetterHead head) => Write(body, head, "is on its way", order =>
    [
        new Paragraph(order.Shipment is { } shipment
            ? $"{shipment.Carrier} has your parcel."
            : "Your parcel has left our house."),
        .. order.Shipment?.TrackingNumber is { Length: > 0 } number
            ? [new Block("Tracking number", [number])]
            : Array.Empty<LetterPart>(),
        .. order.Shipment?.TrackingUrl is { } url ? [new Link("Follow your parcel", url)] : Array.Empty<LetterPart>(),
        .. Address(order),
    ]);

    private static Letter Cancelled(string body, LetterHead head) => Write(body, head, "is cancelled", order =>
    [
        new Paragraph("Your order will not be sent. What you have paid goes back to you, and we write again then."),
        .. order.Note is { Length: > 0 } reason
            ? [new Block("Reason", [reason])]
            : Array.Empty<LetterPart>(),
        BillOf(order),
    ]);

    private static Letter Expired(string body, LetterHead head) => Write(body, head, "has expired", order =>
    [
        new Paragraph("We did not receive a payment in time, so the items are for sale again. Nothing was charged."),
        BillOf(order),
    ]);

    private static Letter Refunded(string body, LetterHead head) => Write(body, head, "is refunded", order =>
    [
        new Paragraph($"We have sent {Money.Format(order.Amount ?? order.Total, order.Currency)} back to you. "
            + "It can take some days until your bank shows it."),
        .. Why(order.Note) is { } reason ? [new Paragraph(reason)] : Array.Empty<LetterPart>(),
    ]);

    /// <summary>In the words of a customer; what only concerns the shop is left out.</summary>
    private static string? Why(string? note) => note switch
    {
        "out_of_stock" => "We are sorry: your payment came after your items were sold to somebody else.",
        "paid_twice" => "The order had been paid already.",
        "amount_differs" => "The payment was not over the amount of the order, so the order still waits to be paid.",
        _ => null,
    };

    private static Letter Write(
        string body, LetterHead head, string what, Func<OrderNews, ImmutableArray<LetterPart>> parts)
    {
        var order = Letter.Read<OrderNews>(body);
        var greeting = new Paragraph($"Hello {order.CustomerName},");
        return new(head, $"Your order {order.Reference} {what}", [greeting, .. parts(order)]);
    }

    private static Bill BillOf(OrderNews order) => new(
        [.. order.Lines.Select(line => new BillLine(
            line.Quantity, line.VariantName is { Length: > 0 } variant ? $"{line.Name} ({variant})" : line.Name,
            Money.Format(line.LineTotal, order.Currency)))],
        Money.Format(order.Total, order.Currency));

    private static LetterPart[] Address(OrderNews order) => order.ShippingAddress is { } address
        ? [new Block("Delivery to", [.. address.ToLines()])]
        : [];

    private static LetterPart[] OrderLink(OrderNews order, LetterHead head, string label) =>
        head.Storefront is { } url ? [new Link(label, $"{url}/orders/{order.Id}")] : [];
}
