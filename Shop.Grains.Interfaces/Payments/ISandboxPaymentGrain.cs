using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// The sandbox provider's side of one payment session: what a person chose on the pay page, and the signed webhook
/// that tells the shop, sent until it is taken. The key follows from the session id.
/// </summary>
[Alias("payments.ISandboxPaymentGrain")]
public interface ISandboxPaymentGrain : IGrainWithGuidKey
{
    /// <summary>What there is to pay. Asks no caller: whoever has the session may pay.</summary>
    [Alias("Show")]
    Task<Result<PayableOrder>> Show(string sessionId);

    /// <summary>What was chosen. Asks nobody.</summary>
    [Alias("Standing")]
    Task<SandboxStanding> Standing();

    /// <summary>Stores the choice and sends the webhook. The first choice that ends the session stands.</summary>
    [Alias("Choose")]
    Task<Result<SandboxReceipt>> Choose(SandboxChoice choice);

    /// <summary>Sends again what was not taken yet.</summary>
    [Alias("Deliver")]
    Task Deliver();
}

/// <param name="SessionId">The session, as the pay page's address names it.</param>
[GenerateSerializer, Immutable, Alias("payments.SandboxChoice")]
public sealed record SandboxChoice(string SessionId, SandboxOutcome Outcome);

public enum SandboxOutcome
{
    Pay = 0,
    Decline = 1,
    Abandon = 2,
}

/// <param name="Outcome">Null while nothing was chosen; then there is no amount either.</param>
/// <param name="Amount">Minor units.</param>
[GenerateSerializer, Immutable, Alias("payments.SandboxStanding")]
public sealed record SandboxStanding(SandboxOutcome? Outcome, long Amount, string Currency);

/// <param name="OrderId">The order the session belongs to.</param>
/// <param name="Outcome">What stands, which is not always what was asked for last.</param>
/// <param name="Delivered">False when the shop has not taken the webhook yet; it is sent again.</param>
[GenerateSerializer, Immutable, Alias("payments.SandboxReceipt")]
public sealed record SandboxReceipt(Guid OrderId, SandboxOutcome Outcome, bool Delivered);
