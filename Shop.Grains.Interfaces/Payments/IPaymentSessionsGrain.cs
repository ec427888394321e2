using System.Collections.Immutable;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>Asks the payment providers. Many work at once; the key is 0.</summary>
[Alias("payments.IPaymentSessionsGrain")]
public interface IPaymentSessionsGrain : IGrainWithIntegerKey
{
    /// <summary>Who takes payments here, the shop's first choice first.</summary>
    [Alias("Providers")]
    Task<ImmutableArray<string>> Providers();

    /// <summary>
    /// Asks the provider what became of a session, and has the order hear it: redirects prove nothing. Another
    /// customer's session is not found.
    /// </summary>
    [Alias("Confirm")]
    Task<Result<PaymentSessionView>> Confirm(string sessionId, Caller caller);
}

/// <param name="SessionId">The provider's id of it.</param>
/// <param name="Provider">As <c>stripe</c>.</param>
/// <param name="Status">What the provider said a moment ago.</param>
/// <param name="Order">The order, after it heard that.</param>
[GenerateSerializer, Immutable, Alias("payments.PaymentSessionView")]
public sealed record PaymentSessionView(string SessionId, string Provider, SessionStatus Status, OrderView Order);

public enum SessionStatus
{
    Open = 0,
    Paid = 1,
    Failed = 2,
    Expired = 3,
}
