namespace Shop.Notifications;

/// <inheritdoc cref="IOutboxGrain"/>
[StatelessWorker]
internal sealed class OutboxGrain(IOutbox outbox) : Grain, IOutboxGrain
{
    public async Task<Error?> Replay(Guid messageId) =>
        await outbox.Requeue(messageId) ? null : OutboxErrors.MessageUnknown;

    public async Task<Error?> ReplayDelivery(Guid subscriptionId, Guid messageId) =>
        await outbox.Requeue(subscriptionId, messageId) ? null : OutboxErrors.DeliveryUnknown;
}
