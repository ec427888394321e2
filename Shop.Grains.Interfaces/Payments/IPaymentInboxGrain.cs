using System.Collections.Immutable;

namespace Shop.Payments;

/// <summary>Takes in what providers send. Many work at once; the key is 0.</summary>
[Alias("payments.IPaymentInboxGrain")]
public interface IPaymentInboxGrain : IGrainWithIntegerKey
{
    /// <summary>Checks the signature over the raw body and stores the event; answered after it is stored.</summary>
    [Alias("Receive")]
    Task<Error?> Receive(IncomingWebhook webhook);

    /// <summary>Has a stored event carried out again, whatever became of it.</summary>
    [Alias("Replay")]
    Task<Error?> Replay(string provider, string eventId);
}

/// <param name="Provider">From the path.</param>
/// <param name="Signature">The header that the provider signs with.</param>
/// <param name="Body">As it came: the signature is over these bytes.</param>
[GenerateSerializer, Immutable, Alias("payments.IncomingWebhook")]
public sealed record IncomingWebhook(string Provider, string? Signature, ImmutableArray<byte> Body);

public static class PaymentKeys
{
    public static IPaymentInboxGrain PaymentInbox(this IGrainFactory grains) =>
        grains.GetGrain<IPaymentInboxGrain>(0);

    public static IPaymentSessionsGrain PaymentSessions(this IGrainFactory grains) =>
        grains.GetGrain<IPaymentSessionsGrain>(0);

    public static ISandboxPaymentGrain SandboxPayment(this IGrainFactory grains, string sessionId) =>
        grains.GetGrain<ISandboxPaymentGrain>(DerivedId.From(Guid.Empty, "sandbox", sessionId));
}
