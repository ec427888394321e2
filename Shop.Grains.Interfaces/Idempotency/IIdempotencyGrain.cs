namespace Shop.Idempotency;

/// <summary>
/// One use of an <c>Idempotency-Key</c>: what it was used for, and the first answer. The key follows from who called,
/// what they called and their header. It forgets after a day.
/// </summary>
/// <remarks>
/// A crash between the effect and <see cref="Complete"/> makes the repeat run again, so whoever has an effect names it
/// by an id that follows from this grain's key.
/// </remarks>
[Alias("idempotency.IIdempotencyGrain")]
public interface IIdempotencyGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Says whether to run the request or to repeat an answer. Two at once are never both told to run.
    /// </summary>
    /// <param name="attempt">Names this try.</param>
    /// <param name="fingerprint">Of the request: the same key with another request is refused.</param>
    /// <param name="caller">Whose account it is called by; the answer is forgotten with the account.</param>
    [Alias("Begin")]
    Task<Result<KeyTurn>> Begin(Guid attempt, string fingerprint, Guid? caller);

    /// <summary>Keeps the answer for all repeats. The first one kept stands.</summary>
    [Alias("Complete")]
    Task Complete(KeptAnswer answer);

    /// <summary>The try came to nothing, so that a repeat runs at once.</summary>
    [Alias("Release")]
    Task Release(Guid attempt);
}

/// <param name="Answer">To be repeated; null means: run.</param>
[GenerateSerializer, Immutable, Alias("idempotency.KeyTurn")]
public sealed record KeyTurn(KeptAnswer? Answer);

/// <summary>An HTTP answer as it was first given.</summary>
/// <param name="Body">JSON, or empty.</param>
[GenerateSerializer, Immutable, Alias("idempotency.KeptAnswer")]
public sealed record KeptAnswer(int Status, string? ContentType, string Body, string? Location, string? ETag);

public static class IdempotencyErrors
{
    public static readonly Error KeyReused =
        Error.Invalid("idempotency_key_reused", "This Idempotency-Key was used for another request.");

    public static readonly Error KeyInUse =
        Error.Conflict("idempotency_key_in_use", "A request with this Idempotency-Key is still running.") with
        {
            RetryAfterSeconds = 1,
        };
}

public static class IdempotencyKeys
{
    public static IIdempotencyGrain IdempotencyKey(this IGrainFactory grains, Guid use) =>
        grains.GetGrain<IIdempotencyGrain>(use);
}
