namespace Shop;

/// <summary>
/// The shop cannot do it now: the database is away, or more is waiting than can be served. Nothing was done, so the
/// caller may ask again. The API answers 503 with <c>Retry-After</c>.
/// </summary>
/// <remarks>An Orleans exception, because Orleans wraps any other that a storage provider throws.</remarks>
[GenerateSerializer, Alias("UnavailableException")]
public sealed class UnavailableException(string message, Exception? inner = null) : OrleansException(message, inner!)
{
    /// <summary>When to ask again.</summary>
    [Id(0)] public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
