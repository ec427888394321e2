using System.Globalization;
using System.Text;

namespace Shop.Accounts;

/// <summary>Names and lines of addresses: one line of visible text.</summary>
internal static class PlainText
{
    /// <summary>The text without the blanks around it, or a refusal that names the field.</summary>
    /// <remarks>
    /// Control characters break labels and PostgreSQL takes no U+0000 or half a surrogate pair; signs that turn the
    /// direction of writing make a text read as another.
    /// </remarks>
    public static Result<string> Read(string? written, string field, int most)
    {
        var text = (written ?? "").Trim();
        return text.Length is 0 || text.Length > most || text.EnumerateRunes().Any(IsUnfit)
            ? AccountErrors.TextMalformed(field, most)
            : text;
    }

    private static bool IsUnfit(Rune sign) =>
        sign == Rune.ReplacementChar
        || sign.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069
        || Rune.GetUnicodeCategory(sign) is UnicodeCategory.Control
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
