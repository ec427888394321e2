namespace Shop.Accounts;

/// <summary>A code that was mailed, as it is remembered: to know it again, and to slow down the next.</summary>
/// <remarks>
/// Six digits withstand five tries a code, and the more codes were asked for the longer the next one takes: that
/// leaves a guesser some 150 tries a day out of a million.
/// </remarks>
/// <param name="Purpose">What it is good for.</param>
/// <param name="Sealed">What it is compared with; null when there is none.</param>
/// <param name="Email">Where it was sent.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Sent">How many there were of late, this one too.</param>
/// <param name="Tries">How often a wrong one was typed.</param>
[GenerateSerializer, Immutable, Alias("accounts.MailedCode")]
public sealed record MailedCode(
    CodePurpose Purpose, string? Sealed, string Email, DateTimeOffset SentAt, int Sent, int Tries = 0)
{
    public const int MaxTries = 5;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Codes this long ago say nothing of today.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>The code after this one.</summary>
    public MailedCode Next(string? seal, string email, DateTimeOffset now) =>
        new(Purpose, seal, email, now, now - SentAt > Memory ? 1 : Sent + 1);

    public bool IsGood(DateTimeOffset now) => Sealed is not null && Tries < MaxTries && now < SentAt + Lifetime;

    /// <summary>How long the next one takes still, or null: a minute, then twice as long each time.</summary>
    public TimeSpan? Wait(DateTimeOffset now)
    {
        if (Sent == 0)
            return null;

        var whole = FirstWait * (1 << Math.Min(Sent - 1, 10));
        var left = SentAt + (whole < LongestWait ? whole : LongestWait) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    public override string ToString() => $"(code to {Purpose})";
}
