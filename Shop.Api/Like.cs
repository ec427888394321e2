namespace Shop;

/// <summary>Patterns for <c>like</c> in which a client's text means nothing but itself.</summary>
internal static class Like
{
    public static string Contains(string text) => $"%{Escaped(text)}%";

    private static string Escaped(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
