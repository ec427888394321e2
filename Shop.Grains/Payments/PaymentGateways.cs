using System.Collections.Immutable;

namespace Shop.Payments;

/// <summary>The payment providers that this shop is set up for.</summary>
internal sealed class PaymentGateways(IEnumerable<IPaymentGateway> gateways)
{
    /// <summary>The shop's first choice first.</summary>
    public ImmutableArray<IPaymentGateway> All { get; } = [.. gateways];

    /// <summary>One for an order that is to be paid.</summary>
    /// <param name="provider">As <c>sandbox</c>; null for the shop's first.</param>
    public IPaymentGateway? ForOrder(string? provider) => All.FirstOrDefault(gateway =>
        gateway.TakesOrders && (provider is null || gateway.Name == provider));

    /// <summary>The provider of this name, though it may take no orders any more.</summary>
    public IPaymentGateway? Find(string provider) => All.FirstOrDefault(gateway => gateway.Name == provider);

    /// <summary>Whose session it is.</summary>
    public IPaymentGateway? OfSession(string sessionId) => All.FirstOrDefault(gateway => gateway.Knows(sessionId));
}
