namespace Shop.Payments;

public static class PaymentErrors
{
    public static readonly Error ProviderUnknown =
        Error.NotFound("payment_provider_unknown", "The shop has no such payment provider.");

    public static readonly Error ProviderAway = Error.Unavailable(
        "payment_provider_unavailable", "The payment provider does not answer. Nothing was charged, nothing is held.",
        "Try again in a moment, or choose another provider.") with
    { RetryAfterSeconds = 15 };

    public static readonly Error AmountTooSmall =
        Error.Invalid("payment_amount_too_small", "The payment provider does not take amounts as small as this.");

    public static readonly Error CurrencyNotTaken =
        Error.Invalid("payment_currency_not_taken", "The payment provider does not take this currency.");

    public static readonly Error SignatureWrong =
        Error.Malformed("webhook_signature_wrong", "The signature does not fit the body.");

    public static readonly Error WebhookMalformed =
        Error.Malformed("webhook_malformed", "The body is not an event of this provider.");

    public static readonly Error EventUnknown =
        Error.NotFound("webhook_not_found", "No such event was received.");

    public static readonly Error SessionUnknown =
        Error.NotFound("payment_session_not_found", "There is no such payment session.");

    public static readonly Error SessionClosed =
        Error.Conflict("payment_session_closed", "There is nothing to pay in this session any more.");

    public static readonly Error PaymentUnknown =
        Error.NotFound("payment_not_found", "There is no such payment.");

    public static readonly Error NothingToRefund =
        Error.Conflict("nothing_to_refund", "There is no money of this order that could go back.");

    public static readonly Error RefundNeedsLines = Error.Invalid(
        "refund_restock_needs_lines", "Say which lines came back, to have them put into stock.", field: "items");

    public static readonly Error RefundLineUnknown = Error.Invalid(
        "refund_line_unknown", "The order has no such line, or not so many units of it left to refund.",
        field: "items");

    /// <summary>The provider's words, for whoever can act on them.</summary>
    public static Error ProviderRefused(string why) =>
        Error.Conflict("payment_provider_refused", "The payment provider refused this.", why);

    /// <summary>Says how much could go back, in minor units.</summary>
    public static Error RefundTooLarge(long most) =>
        Error.Conflict("refund_exceeds_paid", "No more can go back than was paid.", $"At most {most}.");
}
