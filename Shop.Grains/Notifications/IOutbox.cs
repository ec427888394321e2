namespace Shop.Notifications;

/// <summary>Where messages are kept until they are sent, and a while after.</summary>
internal interface IOutbox
{
    /// <summary>Has a message sent now, as if it never had been. False when there is none.</summary>
    Task<bool> Requeue(Guid messageId);

    /// <summary>Has a subscriber told again, as if it never had been. False when it never was to be.</summary>
    Task<bool> Requeue(Guid subscriptionId, Guid messageId);

    /// <summary>Deletes the mails about an account to this address, whether they were sent or not.</summary>
    /// <remarks>Not those about orders: programs are told of the same messages.</remarks>
    Task ForgetAccountMails(string recipient);
}
