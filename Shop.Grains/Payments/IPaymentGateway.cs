namespace Shop.Payments;

/// <summary>A payment provider. Every call may be repeated: the provider knows it by its id.</summary>
public interface IPaymentGateway
{
    /// <summary>As it stands in paths and on orders: <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>Where this try to pay the order takes place.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="attempt">Which try it is, from 1.</param>
    PaymentSession SessionFor(Guid orderId, int attempt);

    /// <summary>Checks the signature over the raw body, then reads the event.</summary>
    Result<ReceivedEvent> Read(IncomingWebhook webhook);

    /// <summary>Sends a payment back in whole. Throws when the provider cannot be reached.</summary>
    Task Refund(Guid orderId, PaymentRecord payment);
}

/// <summary>A signed event with the order it speaks of.</summary>
/// <param name="OrderId">Null when it speaks of none.</param>
/// <param name="News">What it says.</param>
public sealed record ReceivedEvent(Guid? OrderId, PaymentNews News);
