using System.Collections.Immutable;

namespace Shop.Payments;

/// <summary>
/// A payment provider. Every call may be repeated. One that is away, too slow or out of order is
/// <see cref="PaymentErrors.ProviderAway"/>, never an exception.
/// </summary>
public interface IPaymentGateway
{
    /// <summary>As it stands in paths and on orders: <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>False for one that only winds up what it began.</summary>
    bool TakesOrders { get; }

    /// <summary>Whether a session has the form of this provider's ids.</summary>
    bool Knows(string sessionId);

    /// <summary>Opens a try to pay. A repeat may open another: nobody was shown the first.</summary>
    Task<Result<PaymentSession>> Open(PaymentRequest request);

    /// <summary>What stands: paid, failed, over, or open.</summary>
    Task<Result<ReceivedEvent>> Ask(string sessionId);

    /// <summary>Ends a session, so that nobody pays it any more, and says what stands: it may be paid.</summary>
    Task<Result<ReceivedEvent>> Close(string sessionId);

    /// <summary>Checks the signature over the raw body, then reads the event.</summary>
    Result<ReceivedEvent> Read(IncomingWebhook webhook);

    /// <summary>Sends money back, once for one id of the refund.</summary>
    Task<Result<ProviderRefund>> Refund(Guid orderId, RefundRecord refund);

    /// <summary>Every charge that succeeded in a period. Null: it keeps no books.</summary>
    /// <exception cref="UnavailableException">The provider is away.</exception>
    IAsyncEnumerable<ProviderCharge>? Charges(DateTimeOffset from, DateTimeOffset until, CancellationToken stop);
}

/// <summary>What is to be paid.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Attempt">Which try it is, from 1.</param>
/// <param name="Reference">The order's name for people.</param>
/// <param name="Email">The customer's.</param>
/// <param name="Items">What is bought.</param>
/// <param name="Total">Minor units; it is what counts, whatever the items add up to.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="ExpiresAt">When the shop no longer waits for it.</param>
public sealed record PaymentRequest(
    Guid OrderId, int Attempt, string Reference, string Email, ImmutableArray<PaymentItem> Items, long Total,
    string Currency, DateTimeOffset ExpiresAt);

/// <param name="Name">What it is.</param>
/// <param name="Quantity">Units.</param>
/// <param name="UnitPrice">Minor units.</param>
public sealed record PaymentItem(string Name, int Quantity, long UnitPrice);

/// <summary>What a provider says, with the order it speaks of.</summary>
/// <param name="OrderId">Null when it names none.</param>
/// <param name="News">What it says.</param>
public sealed record ReceivedEvent(Guid? OrderId, PaymentNews News);

/// <summary>A refund as the provider has it.</summary>
public sealed record ProviderRefund(string Ref, RefundStatus Status, string? Failure = null);

/// <summary>A charge as the provider has it.</summary>
/// <param name="OrderId">Null when it names none.</param>
/// <param name="PaymentRef">As on the order's payment.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Refunded">Minor units of it that went back.</param>
public sealed record ProviderCharge(
    Guid? OrderId, string PaymentRef, long Amount, long Refunded, string Currency, DateTimeOffset At);
