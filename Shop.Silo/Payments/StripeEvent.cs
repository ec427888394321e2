using System.Text.Json;

namespace Shop.Payments;

/// <summary>Stripe's objects and events in the shop's words.</summary>
internal static class StripeEvent
{
    private const string Provider = "stripe";

    public static Result<ReceivedEvent> Read(byte[] body)
    {
        try
        {
            var happened = JsonElement.Parse(body);
            return happened.Text("id") is { Length: > 0 } id && happened.Text("type") is { } type
                ? Of(id, type, happened.Part("data").Part("object"))
                : PaymentErrors.WebhookMalformed;
        }
        catch (JsonException)
        {
            return PaymentErrors.WebhookMalformed;
        }
    }

    /// <summary>What a Checkout Session says of itself, asked for or sent.</summary>
    public static ReceivedEvent OfSession(string id, JsonElement session) => Session(
        id, session,
        session.Text("payment_status") is "paid" or "no_payment_required" ? PaymentNewsKind.Succeeded
        : session.Text("status") is "expired" ? PaymentNewsKind.SessionExpired
        : PaymentNewsKind.Open);

    public static RefundStatus StatusOf(JsonElement refund) => refund.Text("status") switch
    {
        "succeeded" => RefundStatus.Succeeded,
        "failed" or "canceled" => RefundStatus.Failed,
        _ => RefundStatus.Pending,
    };

    public static ProviderCharge ChargeOf(JsonElement charge)
    {
        var currency = CurrencyOf(charge);
        return new(
            charge.Part("metadata").Id("order_id"), charge.Text("payment_intent") ?? charge.Text("id")!,
            StripeMoney.FromStripe(charge.Number("amount"), currency),
            StripeMoney.FromStripe(charge.Number("amount_refunded"), currency), currency,
            DateTimeOffset.FromUnixTimeSeconds(charge.Number("created")));
    }

    private static ReceivedEvent Of(string id, string type, JsonElement about) => type switch
    {
        "checkout.session.completed" or "checkout.session.async_payment_succeeded" or "checkout.session.expired" =>
            OfSession(id, about),
        "checkout.session.async_payment_failed" => Session(id, about, PaymentNewsKind.Failed),
        "charge.refunded" => Money(id, about, PaymentNewsKind.GoneBack, about.Number("amount_refunded")),
        "refund.updated" or "refund.failed" => Money(
            id, about,
            StatusOf(about) switch
            {
                RefundStatus.Succeeded => PaymentNewsKind.RefundSucceeded,
                RefundStatus.Failed => PaymentNewsKind.RefundFailed,
                _ => PaymentNewsKind.Ignored,
            },
            about.Number("amount")),
        "charge.dispute.created" => Money(id, about, PaymentNewsKind.Disputed, about.Number("amount")),
        _ => Money(id, about, PaymentNewsKind.Ignored, 0),
    };

    private static ReceivedEvent Session(string id, JsonElement session, PaymentNewsKind kind)
    {
        var currency = CurrencyOf(session);
        var sessionId = session.Text("id") ?? "";
        return new(
            session.Part("metadata").Id("order_id") ?? session.Id("client_reference_id"),
            new PaymentNews(
                id, kind, Provider, session.Text("payment_intent") ?? sessionId, sessionId,
                StripeMoney.FromStripe(session.Number("amount_total"), currency), currency,
                kind is PaymentNewsKind.Failed ? "The bank did not pay." : null));
    }

    private static ReceivedEvent Money(string id, JsonElement about, PaymentNewsKind kind, long amount)
    {
        var currency = CurrencyOf(about);
        var metadata = about.Part("metadata");
        return new(
            metadata.Id("order_id"),
            new PaymentNews(
                id, kind, Provider, about.Text("payment_intent") ?? "", "",
                StripeMoney.FromStripe(amount, currency), currency,
                about.Text("failure_reason") ?? about.Text("reason"), metadata.Id("refund_id"), about.Text("id")));
    }

    private static string CurrencyOf(JsonElement about) => (about.Text("currency") ?? "").ToUpperInvariant();
}
