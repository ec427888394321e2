namespace Shop.Payments;

/// <summary>Where webhooks are kept from the moment they are answered until an order has taken them.</summary>
internal interface IPaymentInbox
{
    /// <summary>Keeps an event once, however often it comes; answered after its commit.</summary>
    Task Store(ReceivedEvent received, IncomingWebhook webhook);

    /// <summary>Has an event carried out again. False when it never came.</summary>
    Task<bool> Requeue(string provider, string eventId);
}
