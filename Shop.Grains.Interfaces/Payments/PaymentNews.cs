namespace Shop.Payments;

/// <summary>What a provider says of a payment, checked for its signature, not yet for its sense.</summary>
/// <param name="EventId">The provider's id of the event.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Provider">As <c>sandbox</c>.</param>
/// <param name="PaymentRef">The provider's id of the charge, or of the session when there is no charge.</param>
/// <param name="SessionId">The provider's session that it belongs to.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Reason">Why it failed, in the provider's words.</param>
/// <param name="RefundId">The shop's id of the refund that it is about, where the provider keeps it for us.</param>
/// <param name="RefundRef">The provider's id of that refund, or of the dispute.</param>
[GenerateSerializer, Immutable, Alias("payments.PaymentNews")]
public sealed record PaymentNews(
    string EventId, PaymentNewsKind Kind, string Provider, string PaymentRef, string SessionId,
    long Amount, string Currency, string? Reason = null, Guid? RefundId = null, string? RefundRef = null);

public enum PaymentNewsKind
{
    Succeeded = 0,
    Failed = 1,

    /// <summary>The provider's session ended without a payment.</summary>
    SessionExpired = 2,

    /// <summary>Kept, but nothing this shop acts on.</summary>
    Ignored = 3,

    /// <summary>The session waits for its customer.</summary>
    Open = 4,

    /// <summary>So much of the payment has gone back in all, whoever sent it.</summary>
    GoneBack = 5,

    /// <summary>A refund arrived.</summary>
    RefundSucceeded = 6,

    /// <summary>A refund did not arrive: the money is still here.</summary>
    RefundFailed = 7,

    /// <summary>The customer's bank asks for the money.</summary>
    Disputed = 8,
}
