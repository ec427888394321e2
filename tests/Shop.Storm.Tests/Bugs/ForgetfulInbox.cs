using Shop.Payments;

namespace Shop.Storm.Bugs;

/// <summary>Takes every event for a new one.</summary>
internal sealed class ForgetfulInbox(IPaymentInbox right) : IPaymentInbox
{
    public Task Store(ReceivedEvent received, IncomingWebhook webhook)
    {
        var other = $"{received.News.EventId}-{Guid.CreateVersion7():N}";
        return right.Store(received with { News = received.News with { EventId = other } }, webhook);
    }

    public Task<bool> Requeue(string provider, string eventId) => right.Requeue(provider, eventId);
}
