namespace Shop.Notifications;

/// <summary>Where messages are kept until they are sent, and a while after.</summary>
internal interface IOutbox
{
    /// <summary>Has a message sent now, as if it never had been. False when there is none.</summary>
    Task<bool> Requeue(Guid messageId);
}
