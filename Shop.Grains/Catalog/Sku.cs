namespace Shop.Catalog;

/// <summary>What a variant is called in the warehouse.</summary>
internal static class Sku
{
    public const int MaxLength = 64;

    public static bool IsWellFormed(string sku) =>
        sku.Length is > 0 and <= MaxLength
        && sku.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter is '.' or '_' or '-');

    /// <summary>For a product of which nobody gave one: its slug, and of its id what tells it from all others.</summary>
    public static string For(string slug, Guid productId)
    {
        var stem = slug.Length <= 48 ? slug : slug[..48];
        return $"{stem}-{$"{productId:N}"[^10..]}".ToUpperInvariant();
    }
}
