namespace Shop.Accounts;

/// <summary>Failed attempts to sign in, and how long the next has to wait.</summary>
[GenerateSerializer, Immutable, Alias("accounts.SignInAttempts")]
public sealed record SignInAttempts(int Failures = 0, DateTimeOffset LastFailure = default)
{
    /// <summary>People mistype; the fifth failure is the first that costs time.</summary>
    private const int Free = 4;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Failures this long ago say nothing of today.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    public SignInAttempts Failed(DateTimeOffset now) =>
        new(now - LastFailure > Memory ? 1 : Failures + 1, now);

    /// <summary>
    /// How long to wait still, or null: thirty seconds, then twice as long after each further failure.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="free">How many failures cost nothing.</param>
    public TimeSpan? Wait(DateTimeOffset now, int free = Free)
    {
        if (Failures <= free)
            return null;

        var doublings = Math.Min(Failures - free - 1, 10);
        var whole = FirstWait * (1 << doublings);
        var left = LastFailure + (whole < LongestWait ? whole : LongestWait) - now;
        return left > TimeSpan.Zero ? left : null;
    }
}
