using System.Text.Json;

namespace Shop.Accounts;

/// <summary><see cref="Total"/> in minor units.</summary>
internal sealed record ExportedOrder(
    Guid Id, string Reference, string Status, long Total, string Currency, DateTimeOffset CreatedAt,
    string? Email, string? CustomerName, JsonElement? Items, JsonElement? ShippingAddress, JsonElement? BillingAddress,
    JsonElement? Payments, JsonElement? Refunds, JsonElement? Returns, JsonElement? Shipment, JsonElement? Timeline)
{
    internal static ExportedOrder Of(OrderRow row)
    {
        var state = JsonElement.Parse(row.State);
        return new(
            row.Id, row.Reference, row.Status, row.Total, row.Currency, row.CreatedAt,
            Part("email")?.GetString(), Part("customer_name")?.GetString(), Part("lines"), Part("shipping_address"),
            Part("billing_address"), Part("payments"), Part("refunds"), Part("returns"), Part("shipment"),
            Part("timeline"));

        JsonElement? Part(string name) =>
            state.TryGetProperty(name, out var part) && part.ValueKind is not JsonValueKind.Null ? part : null;
    }
}

/// <param name="Body">What the mail was written of.</param>
internal sealed record ExportedMail(
    string Kind, string Recipient, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, JsonElement Body)
{
    internal static ExportedMail Of(MailRow row) =>
        new(row.Kind, row.Recipient, row.CreatedAt, row.SentAt, JsonElement.Parse(row.Body));
}

/// <param name="Outcome">A status of HTTP, or the version that a changed row has since.</param>
/// <param name="Address">From where.</param>
internal sealed record ExportedDeed(
    DateTimeOffset At, string Action, string Subject, string Outcome, string? Address)
{
    internal static ExportedDeed Of(DeedRow row) => new(row.At, row.Action, row.Subject, row.Outcome, row.Address);
}

internal sealed record OrderRow(
    Guid Id, string Reference, string Status, long Total, string Currency, DateTime CreatedAt, string State);

internal sealed record MailRow(string Kind, string Recipient, DateTime CreatedAt, DateTime? SentAt, string Body);

internal sealed record DeedRow(DateTime At, string Action, string Subject, string Outcome, string? Address);
