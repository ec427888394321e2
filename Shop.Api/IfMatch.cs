using System.Globalization;

namespace Shop;

/// <summary>
/// The version that a change is meant for, from <c>If-Match: "7"</c>. A handler takes it as a parameter and hands
/// <see cref="Version"/> to the grain, which alone can compare without a race.
/// </summary>
/// <param name="Version">Null when the client does not care: no header, or <c>*</c>.</param>
internal readonly record struct IfMatch(long? Version)
{
    /// <summary>Nothing ever has it, so that the grain answers 412, as it must to a tag the shop never gave.</summary>
    private const long Never = -1;

    /// <exception cref="MalformedHeader">It is no entity tag, or it is several.</exception>
    public static ValueTask<IfMatch> BindAsync(HttpContext http)
    {
        var header = http.Request.Headers.IfMatch;
        return ValueTask.FromResult(header.Count == 0 ? default : Read(header.ToString()));
    }

    private static IfMatch Read(string header) => header switch
    {
        "*" => default,
        ['"', .. var tag, '"'] when !tag.Contains('"', StringComparison.Ordinal) => new(Strong(tag)),
        ['W', '/', '"', .. var tag, '"'] when !tag.Contains('"', StringComparison.Ordinal) => new(Never),
        _ => throw new MalformedHeader(RequestErrors.MalformedIfMatch),
    };

    private static long Strong(string tag) =>
        long.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : Never;
}
