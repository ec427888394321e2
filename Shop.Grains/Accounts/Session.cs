namespace Shop.Accounts;

/// <summary>
/// One sign-in and the refresh token that keeps it alive. Knows nothing of grains, clocks or storage.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounts.Session")]
public sealed record Session
{
    public static readonly Session Ended = new();

    public static readonly TimeSpan IdleLimit = TimeSpan.FromDays(30);

    [Id(0)] public Guid UserId { get; init; }

    /// <summary>Null when the session never began, or has ended.</summary>
    [Id(2)] public string? Key { get; init; }

    [Id(3)] public string? CurrentHash { get; init; }
    [Id(4)] public string? PreviousHash { get; init; }
    [Id(5)] public DateTimeOffset TradedAt { get; init; }

    public static Session Open(Guid userId, string key, string secretHash, DateTimeOffset now) => new()
    {
        UserId = userId,
        Key = key,
        CurrentHash = secretHash,
        TradedAt = now,
    };

    public bool IsOver(DateTimeOffset now) => Key is null || now - TradedAt > IdleLimit;

    /// <param name="secretHash">Of the secret that came.</param>
    /// <param name="now">The time it came at.</param>
    /// <param name="grace">Time to repeat a trade whose answer was lost, for a thief too.</param>
    public TokenStanding StandingOf(string secretHash, DateTimeOffset now, TimeSpan grace)
    {
        if (IsOver(now))
            return TokenStanding.Worthless;
        if (secretHash == CurrentHash)
            return TokenStanding.Current;
        return secretHash == PreviousHash && now - TradedAt < grace ? TokenStanding.JustTraded : TokenStanding.Stolen;
    }

    public Session Trade(string nextHash, DateTimeOffset now) =>
        this with { PreviousHash = CurrentHash, CurrentHash = nextHash, TradedAt = now };
}

/// <summary>What a refresh token that this session once gave out is worth now.</summary>
public enum TokenStanding
{
    /// <summary>The session has ended.</summary>
    Worthless = 0,

    /// <summary>Good for one trade.</summary>
    Current = 1,

    /// <summary>Traded a moment ago for one that nobody has used: the same answer again.</summary>
    JustTraded = 2,

    /// <summary>Traded before: two parties hold this session.</summary>
    Stolen = 3,
}
