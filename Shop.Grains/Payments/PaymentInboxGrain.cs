namespace Shop.Payments;

/// <inheritdoc cref="IPaymentInboxGrain"/>
[StatelessWorker]
internal sealed class PaymentInboxGrain(IPaymentInbox inbox, PaymentGateways gateways) : Grain, IPaymentInboxGrain
{
    public async Task<Error?> Receive(IncomingWebhook webhook)
    {
        if (gateways.Find(webhook.Provider) is not { } gateway)
            return PaymentErrors.ProviderUnknown;

        var received = gateway.Read(webhook);
        if (received.Error is { } refused)
            return refused;

        await inbox.Store(received.Value!, webhook);
        return null;
    }

    public async Task<Error?> Replay(string provider, string eventId) =>
        await inbox.Requeue(provider, eventId) ? null : PaymentErrors.EventUnknown;
}
