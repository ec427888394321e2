using Shop.Storage;

namespace Shop.Notifications;

/// <summary>What became of one try to deliver something.</summary>
/// <param name="Reason">Why it was not done; null when it was.</param>
internal sealed record Delivery(DeliveryOutcome Outcome, string? Reason = null)
{
    /// <summary>More than a day in all.</summary>
    public static readonly Retries Retries = new(TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), MostAttempts: 36);

    public static readonly Delivery Done = new(DeliveryOutcome.Done);

    /// <summary>It was not begun, and another process may begin it at once.</summary>
    public static readonly Delivery Postponed = new(DeliveryOutcome.Postponed);

    /// <summary>It may go better another time.</summary>
    public static Delivery Failed(string reason) => new(DeliveryOutcome.Failed, reason);

    /// <summary>It never will go better.</summary>
    public static Delivery Refused(string reason) => new(DeliveryOutcome.Refused, reason);

    /// <summary>As the statements of the queues call it.</summary>
    /// <param name="attempts">How often it was tried by now.</param>
    public string Mark(int attempts) => Outcome switch
    {
        DeliveryOutcome.Done => "done",
        DeliveryOutcome.Refused => "dead",
        DeliveryOutcome.Postponed => "postponed",
        _ => attempts >= Retries.MostAttempts ? "dead" : "failed",
    };
}

internal enum DeliveryOutcome
{
    Done,
    Failed,
    Refused,
    Postponed,
}
