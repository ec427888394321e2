namespace Shop.Payments;

/// <summary>One payment of an order.</summary>
/// <param name="Ref">The provider's id.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Refunded">Minor units that went back.</param>
/// <param name="Reason">Why it failed, or why it went back.</param>
/// <param name="Id">The shop's own.</param>
[GenerateSerializer, Immutable, Alias("payments.PaymentRecord")]
public sealed record PaymentRecord(
    string Provider, string Ref, PaymentStatus Status, long Amount, string Currency, DateTimeOffset At,
    long Refunded, string? Reason, Guid Id);

public enum PaymentStatus
{
    /// <summary>It stands, though a part of it may have gone back.</summary>
    Succeeded = 0,
    Failed = 1,

    /// <summary>All of it is to go back, and the provider has not yet confirmed that.</summary>
    Refunding = 2,
    Refunded = 3,
}

/// <summary>Money that goes back.</summary>
/// <param name="Id">The shop's; the provider is told it, so that a repeat is known.</param>
/// <param name="Cause">What it was asked by: the command of a member of staff, or the move that made it.</param>
/// <param name="PaymentRef">The payment that it is taken from.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Reason">Why, in the words of the shop or of whoever asked for it.</param>
/// <param name="By">The member of staff; null when the shop did it by itself.</param>
/// <param name="Ref">The provider's id of it, once there is one.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="DueAt">When it is tried again.</param>
/// <param name="Failure">Why it failed, or why it waits.</param>
[GenerateSerializer, Immutable, Alias("payments.RefundRecord")]
public sealed record RefundRecord(
    Guid Id, Guid Cause, string Provider, string PaymentRef, RefundStatus Status, long Amount, string Currency,
    string Reason, DateTimeOffset At, Guid? By = null, string? Ref = null, int Attempts = 0,
    DateTimeOffset? DueAt = null, string? Failure = null);

public enum RefundStatus
{
    /// <summary>The provider does not know of it yet.</summary>
    Requested = 0,

    /// <summary>The provider has it in hand.</summary>
    Pending = 1,
    Succeeded = 2,

    /// <summary>It will not happen; what it would have sent back may be sent by another.</summary>
    Failed = 3,
}
