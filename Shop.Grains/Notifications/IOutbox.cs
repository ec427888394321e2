namespace Shop.Notifications;

/// <summary>Where messages are kept until they are sent, and a while after.</summary>
internal interface IOutbox
{
    /// <summary>Has a message sent now, as if it never had been. False when there is none.</summary>
    Task<bool> Requeue(Guid messageId);

    /// <summary>Has a subscriber told again, as if it never had been. False when it never was to be.</summary>
    Task<bool> Requeue(Guid subscriptionId, Guid messageId);
}
