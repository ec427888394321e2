namespace Shop.Idempotency;

/// <summary>What became of one use of an Idempotency-Key. Knows nothing of grains, clocks or storage.</summary>
[GenerateSerializer, Immutable, Alias("idempotency.KeyUse")]
public sealed record KeyUse
{
    /// <summary>Longer than any request runs: past it, whoever ran has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Null when the key was never used, or its use came to nothing.</summary>
    [Id(0)] public string? Fingerprint { get; init; }

    /// <summary>The try that runs, or that was the last to run.</summary>
    [Id(1)] public Guid Attempt { get; init; }
    [Id(2)] public DateTimeOffset BegunAt { get; init; }
    [Id(3)] public KeptAnswer? Answer { get; init; }

    /// <summary>Whose account was used; null for who had not signed in.</summary>
    [Id(4)] public Guid? Caller { get; init; }

    /// <summary>The next state, or why not. An unchanged state means that its answer is to be repeated.</summary>
    public Result<KeyUse> Begin(Guid attempt, string fingerprint, DateTimeOffset now, Guid? caller = null)
    {
        var forgotten = Fingerprint is null || now - BegunAt >= KeptFor;
        if (!forgotten && Fingerprint != fingerprint)
            return IdempotencyErrors.KeyReused;
        if (!forgotten && Answer is not null)
            return this;
        if (!forgotten && now - BegunAt < Lease)
            return IdempotencyErrors.KeyInUse;

        return new KeyUse { Fingerprint = fingerprint, Attempt = attempt, BegunAt = now, Caller = caller };
    }

    public KeyUse Release(Guid attempt) =>
        attempt == Attempt && Answer is null ? this with { Fingerprint = null } : this;
}
