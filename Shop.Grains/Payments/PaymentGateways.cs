namespace Shop.Payments;

/// <summary>The payment providers that this shop is set up for.</summary>
internal sealed class PaymentGateways(IEnumerable<IPaymentGateway> gateways)
{
    private readonly IPaymentGateway[] all = [.. gateways];

    /// <param name="provider">As <c>sandbox</c>; null for the shop's first.</param>
    public IPaymentGateway? Find(string? provider) =>
        Array.Find(all, gateway => provider is null || gateway.Name == provider);

    /// <summary>The provider of a payment that was made.</summary>
    public IPaymentGateway Of(string provider) => Find(provider)
        ?? throw new InvalidOperationException($"The payment provider {provider} is no longer set up.");
}
