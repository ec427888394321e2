namespace Shop.Payments;

/// <summary>What the sandbox knows of one session.</summary>
[GenerateSerializer, Immutable, Alias("payments.SandboxPayment")]
public sealed record SandboxPayment
{
    [Id(0)] public string SessionId { get; init; } = "";
    [Id(1)] public Guid OrderId { get; init; }
    [Id(2)] public SandboxOutcome? Outcome { get; init; }
    [Id(3)] public long Amount { get; init; }
    [Id(4)] public string Currency { get; init; } = "";

    /// <summary>When to send the webhook again; null once the shop has taken it.</summary>
    [Id(5)] public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The events that a choice gives, in the words a provider would use.</summary>
    public SandboxEvent ToEvent() => new(
        $"evt_{SessionId}",
        Outcome switch
        {
            SandboxOutcome.Pay => "payment.succeeded",
            SandboxOutcome.Decline => "payment.failed",
            SandboxOutcome.Abandon => "session.expired",
            _ => throw new InvalidOperationException("Nothing was chosen yet."),
        },
        SessionId, SandboxSession.PaymentOf(SessionId), OrderId, Amount, Currency,
        Outcome is SandboxOutcome.Decline ? "The card was declined." : null);
}

/// <summary>The body of the sandbox's webhook. <c>Amount</c> in minor units.</summary>
public sealed record SandboxEvent(
    string Id, string Type, string SessionId, string PaymentId, Guid OrderId, long Amount, string Currency,
    string? Reason);

/// <summary>The sandbox's way out: signs an event and posts it to the shop's webhook, as a provider does.</summary>
public interface ISandboxWebhook
{
    /// <summary>False when the shop did not take it.</summary>
    Task<bool> Post(SandboxEvent news);
}
