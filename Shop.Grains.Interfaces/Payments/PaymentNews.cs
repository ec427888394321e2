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
[GenerateSerializer, Immutable, Alias("payments.PaymentNews")]
public sealed record PaymentNews(
    string EventId, PaymentNewsKind Kind, string Provider, string PaymentRef, string SessionId,
    long Amount, string Currency, string? Reason = null);

public enum PaymentNewsKind
{
    Succeeded = 0,
    Failed = 1,

    /// <summary>The provider's session ended without a payment.</summary>
    SessionExpired = 2,

    /// <summary>Kept, but nothing this shop acts on.</summary>
    Ignored = 3,
}

/// <summary>One payment of an order.</summary>
/// <param name="Ref">The provider's id.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Refunded">Minor units that went back.</param>
/// <param name="Reason">Why it failed, or why it went back.</param>
[GenerateSerializer, Immutable, Alias("payments.PaymentRecord")]
public sealed record PaymentRecord(
    string Provider, string Ref, PaymentStatus Status, long Amount, string Currency, DateTimeOffset At,
    long Refunded = 0, string? Reason = null);

public enum PaymentStatus
{
    Succeeded = 0,
    Failed = 1,

    /// <summary>It is to go back, and the provider has not yet confirmed that.</summary>
    Refunding = 2,
    Refunded = 3,
}
