namespace Shop.Catalog;

/// <summary>What a variant is called in the warehouse.</summary>
internal static class Sku
{
    public const int MaxLength = 64;

    public static bool IsWellFormed(string sku) =>
        sku.Length is > 0 and <= MaxLength
        && sku.All(letter => letter is >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '_' or '-');

    /// <summary>
    /// For a variant to which nobody gave one: who it is, the end of its product's id, and its options.
    /// </summary>
    public static string For(string slug, Guid productId, IEnumerable<string> options)
    {
        var product = $"{Shortened(slug, 30)}-{$"{productId:N}"[^10..]}";
        var kind = Slug.From(string.Join(' ', options));
        return Shortened(kind.Length == 0 ? product : $"{product}-{kind}", MaxLength).ToUpperInvariant();
    }

    private static string Shortened(string text, int length) =>
        text.Length <= length ? text : text[..length].TrimEnd('-');
}
