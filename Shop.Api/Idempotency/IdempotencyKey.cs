namespace Shop.Idempotency;

/// <summary>The header <c>Idempotency-Key</c>, and the ids that follow from it.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    /// <summary>The key that the client gave, or null.</summary>
    /// <exception cref="MalformedHeader">
    /// It is empty, too long, given twice, or not of visible ASCII characters.
    /// </exception>
    public static string? IdempotencyKeyOrNull(this HttpContext http)
    {
        var header = http.Request.Headers[Header];
        if (header.Count == 0)
            return null;

        var key = header.Count == 1 ? header.ToString() : "";
        return key.Length is > 0 and <= MaxLength && key.All(sign => sign is > ' ' and <= '~')
            ? key
            : throw new MalformedHeader(RequestErrors.MalformedIdempotencyKey);
    }

    /// <summary>
    /// The id of what this request makes. It follows from the caller, the address and the key, so that a repeat after a
    /// crash meets the same grain; without a key it is fresh each time it is asked for.
    /// </summary>
    public static Guid RequestId(this HttpContext http) =>
        http.IdempotencyKeyOrNull() is { } key ? http.UseOf(key) : Guid.CreateVersion7();

    /// <summary>
    /// Nobody meets another caller's use of the same words; an anonymous caller is known by where they are.
    /// </summary>
    internal static Guid UseOf(this HttpContext http, string key)
    {
        var request = http.Request;
        var path = request.Path.Value!.TrimEnd('/').ToLowerInvariant();
        return http.UserIdOrNull() is { } user
            ? DerivedId.From(user, request.Method, path, key)
            : DerivedId.From(Guid.Empty, http.Connection.RemoteIpAddress?.ToString() ?? "", request.Method, path, key);
    }
}
