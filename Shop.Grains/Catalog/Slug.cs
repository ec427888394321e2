using System.Text;

namespace Shop.Catalog;

/// <summary>A thing's name in addresses: <c>a-z</c> and <c>0-9</c> in groups joined by single dashes.</summary>
internal static class Slug
{
    public const int MaxLength = 100;

    // One above the other.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøōőŕřśşšţťùúûüūůűýÿźżž";
    private const string Letters = "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorrsssttuuuuuuuyyzzz";

    public static bool IsWellFormed(string slug) =>
        slug.Length is > 0 and <= MaxLength && slug == From(slug) && !Guid.TryParse(slug, out _);

    /// <summary>Empty when the name has no letter or digit that fits an address.</summary>
    public static string From(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var letter in name.ToLowerInvariant())
            Append(slug, Plain(letter));

        return Shortened(slug.ToString().Trim('-'), MaxLength);
    }

    /// <summary>Another slug for the same name, when the plain one is taken: the id tells them apart.</summary>
    public static string WithId(string slug, Guid id)
    {
        var tail = $"{id:N}"[^8..];
        return slug.Length == 0 ? tail : $"{Shortened(slug, MaxLength - tail.Length - 1)}-{tail}";
    }

    private static void Append(StringBuilder slug, char letter)
    {
        if (letter is 'ß' or 'æ' or 'œ')
            slug.Append(letter switch { 'ß' => "ss", 'æ' => "ae", _ => "oe" });
        else if (char.IsAsciiLetterOrDigit(letter))
            slug.Append(letter);
        else if (letter is not ('\'' or '’') && slug.Length > 0 && slug[^1] != '-')
            slug.Append('-');
    }

    private static char Plain(char letter) =>
        Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var index ? Letters[index] : letter;

    private static string Shortened(string slug, int length) =>
        slug.Length <= length ? slug : slug[..length].TrimEnd('-');
}
