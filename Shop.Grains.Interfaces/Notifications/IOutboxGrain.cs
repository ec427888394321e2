namespace Shop.Notifications;

/// <summary>What staff do with messages that did not go out. Many work at once; the key is 0.</summary>
[Alias("notifications.IOutboxGrain")]
public interface IOutboxGrain : IGrainWithIntegerKey
{
    /// <summary>Has a message sent now, whatever became of it: a dead one, or a lost one a second time.</summary>
    [Alias("Replay")]
    Task<Error?> Replay(Guid messageId);

    /// <summary>Has one subscriber told of a message again, under the same <c>webhook-id</c>.</summary>
    [Alias("ReplayDelivery")]
    Task<Error?> ReplayDelivery(Guid subscriptionId, Guid messageId);
}

public static class OutboxErrors
{
    public static readonly Error MessageUnknown =
        Error.NotFound("message_not_found", "There is no such message.");

    public static readonly Error DeliveryUnknown =
        Error.NotFound("delivery_not_found", "This subscriber was not to be told of such a message.");
}

public static class OutboxKeys
{
    public static IOutboxGrain Outbox(this IGrainFactory grains) => grains.GetGrain<IOutboxGrain>(0);
}
