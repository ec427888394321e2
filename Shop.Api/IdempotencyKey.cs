namespace Shop;

/// <summary>What a client names a request by, so that repeating it does nothing twice.</summary>
/// <param name="Value">Null when the client gave none.</param>
internal readonly record struct IdempotencyKey(string? Value)
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <exception cref="MalformedHeader">It is empty, too long, or not visible ASCII.</exception>
    public static ValueTask<IdempotencyKey> BindAsync(HttpContext http)
    {
        var header = http.Request.Headers[Header];
        return ValueTask.FromResult(header.Count == 0 ? default : Read(header.ToString()));
    }

    private static IdempotencyKey Read(string header) =>
        header.Length is 0 or > MaxLength || header.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new MalformedHeader(RequestErrors.MalformedIdempotencyKey)
            : new(header);
}
