namespace Shop.Payments;

/// <inheritdoc cref="IPaymentInboxGrain"/>
/// <remarks>Calls interleave, so that events that come at one time share a commit.</remarks>
[StatelessWorker, Reentrant]
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
