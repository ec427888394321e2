using System.Globalization;

namespace Shop.Payments;

/// <summary>What the shop tells Stripe, as Stripe's form fields.</summary>
internal static class StripeForm
{
    /// <summary>A Checkout Session. Its order is named on the session and on the charge that comes of it.</summary>
    public static List<KeyValuePair<string, string>> Of(PaymentRequest request, string expiresAt, string returnUrl)
    {
        var order = $"{request.OrderId}";
        List<KeyValuePair<string, string>> form =
        [
            new("mode", "payment"),
            new("client_reference_id", order),
            new("success_url", $"{returnUrl}?session_id={{CHECKOUT_SESSION_ID}}"),
            new("cancel_url", $"{returnUrl}?session_id={{CHECKOUT_SESSION_ID}}"),
            new("expires_at", expiresAt),
            new("metadata[order_id]", order),
            new("metadata[attempt]", Text(request.Attempt)),
            new("payment_intent_data[metadata][order_id]", order),
            new("payment_intent_data[description]", $"Order {request.Reference}"),
        ];
        if (request.Email.Length > 0)
            form.Add(new("customer_email", request.Email));

        var lines = request.Items.Sum(item => item.Quantity * item.UnitPrice) == request.Total
            ? request.Items
            : [new PaymentItem($"Order {request.Reference}", 1, request.Total)];
        for (var i = 0; i < lines.Length; i++)
            form.AddRange(Line($"line_items[{i}]", lines[i], request.Currency));

        return form;
    }

    /// <summary>A refund. The shop's id of it comes back in every event about it.</summary>
    public static List<KeyValuePair<string, string>> Of(Guid orderId, RefundRecord refund) =>
    [
        new("payment_intent", refund.PaymentRef),
        new("amount", Text(StripeMoney.ToStripe(refund.Amount, refund.Currency))),
        new("metadata[order_id]", $"{orderId}"),
        new("metadata[refund_id]", $"{refund.Id}"),
        new("metadata[reason]", refund.Reason),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Line(string line, PaymentItem item, string currency) =>
    [
        new($"{line}[quantity]", Text(item.Quantity)),
        new($"{line}[price_data][currency]", currency.ToLowerInvariant()),
        new($"{line}[price_data][unit_amount]", Text(StripeMoney.ToStripe(item.UnitPrice, currency))),
        new($"{line}[price_data][product_data][name]", item.Name),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
