using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shop.Payments;

/// <summary>Paystack's objects and events in the shop's words.</summary>
internal static class PaystackEvent
{
    private const string Provider = "paystack";

    /// <remarks>Its events have no ids. One that is sent again is the same bytes, so their hash serves.</remarks>
    public static Result<ReceivedEvent> Read(byte[] body)
    {
        try
        {
            var happened = JsonElement.Parse(body);
            if (happened.Text("event") is not { Length: > 0 } type)
                return PaymentErrors.WebhookMalformed;

            var id = $"{type}_{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}";
            return Of(id, type, happened.Part("data"));
        }
        catch (JsonException)
        {
            return PaymentErrors.WebhookMalformed;
        }
    }

    /// <summary>What a transaction says of itself. One that was abandoned may still be paid.</summary>
    public static ReceivedEvent OfTransaction(string id, JsonElement paid) => Money(
        id, paid, "reference",
        paid.Text("status") switch
        {
            "success" or "reversed" => PaymentNewsKind.Succeeded,
            "failed" => PaymentNewsKind.Failed,
            _ => PaymentNewsKind.Open,
        });

    public static ProviderCharge ChargeOf(JsonElement paid, long refunded)
    {
        var currency = paid.Text("currency") ?? "";
        var reference = paid.Text("reference") ?? "";
        return new(
            PaystackReference.OrderOf(reference), reference,
            PaystackMoney.FromPaystack(paid.Number("amount"), currency),
            PaystackMoney.FromPaystack(refunded, currency), currency,
            DateTimeOffset.TryParse(paid.Text("paid_at"), CultureInfo.InvariantCulture, out var at) ? at : default);
    }

    private static ReceivedEvent Of(string id, string type, JsonElement about) => type switch
    {
        "charge.success" => Money(id, about, "reference", PaymentNewsKind.Succeeded),
        "charge.failed" => Money(id, about, "reference", PaymentNewsKind.Failed),
        "refund.processed" => Money(id, about, "transaction_reference", PaymentNewsKind.RefundSucceeded),
        "refund.failed" => Money(id, about, "transaction_reference", PaymentNewsKind.RefundFailed),
        _ => Money(id, about, "reference", PaymentNewsKind.Ignored),
    };

    /// <summary>A reference is payment and session in one.</summary>
    private static ReceivedEvent Money(string id, JsonElement about, string field, PaymentNewsKind kind)
    {
        var currency = about.Text("currency") ?? "";
        var reference = about.Text(field) ?? "";
        return new(
            PaystackReference.OrderOf(reference),
            new PaymentNews(
                id, kind, Provider, reference, reference,
                PaystackMoney.FromPaystack(about.Number("amount"), currency), currency,
                kind is PaymentNewsKind.Failed or PaymentNewsKind.RefundFailed
                    ? about.Text("gateway_response") ?? "Paystack gave no reason."
                    : null));
    }
}
