using System.Globalization;

namespace Shop.Accounts;

/// <summary>
/// An e-mail address in the one form in which the shop keeps it, so that one mailbox has one account.
/// </summary>
/// <remarks>
/// Letters that only look alike are kept out rather than mapped: before the <c>@</c> the printable characters of
/// ASCII are taken, and a domain in other scripts is turned into its <c>xn--</c> form.
/// </remarks>
public sealed record EmailAddress
{
    /// <summary>RFC 5321 §4.5.3.1.3: 256 with the angle brackets.</summary>
    public const int MaxLength = 254;

    /// <summary>RFC 5321 §4.5.3.1.1.</summary>
    private const int MaxLocalLength = 64;

    /// <summary>What may stand before the <c>@</c> unquoted, besides letters and digits (RFC 5322 §3.2.3).</summary>
    private const string LocalSigns = ".!#$%&'*+/=?^_`{|}~-";

    private EmailAddress(string text) => Text = text;

    public string Text { get; }

    public static Result<EmailAddress> Read(string? written)
    {
        var text = (written ?? "").Trim().ToLowerInvariant();
        var at = text.LastIndexOf('@');
        if (at < 0 || text.Length > MaxLength || !IsLocalPart(text[..at])
            || DomainOf(text[(at + 1)..]) is not { } domain)
        {
            return AccountErrors.EmailMalformed;
        }

        var address = $"{text[..at]}@{domain}";
        return address.Length > MaxLength ? AccountErrors.EmailMalformed : new EmailAddress(address);
    }

    public override string ToString() => Text;

    private static bool IsLocalPart(string local) =>
        local.Length is > 0 and <= MaxLocalLength
        && local.All(sign => char.IsAsciiLetterOrDigit(sign) || LocalSigns.Contains(sign, StringComparison.Ordinal))
        && !local.StartsWith('.') && !local.EndsWith('.') && !local.Contains("..", StringComparison.Ordinal);

    private static string? DomainOf(string written)
    {
        if (!written.Contains('.', StringComparison.Ordinal) || written.EndsWith('.') || !written.All(IsDomainSign))
            return null;

        try
        {
            return new IdnMapping { UseStd3AsciiRules = true }.GetAscii(written);
        }
        catch (ArgumentException)
        {
            // The only way IdnMapping has to say that a label is empty, too long or begins with a hyphen.
            return null;
        }
    }

    /// <summary>
    /// Presentation forms (full-width letters, ligatures) and signs that join the letter before would give one
    /// domain several spellings; a domain that needs them can be written in its <c>xn--</c> form.
    /// </summary>
    private static bool IsDomainSign(char sign) =>
        sign < 128
            ? char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-'
            : sign is > '\u00BF' and < '\uF900'
              && char.GetUnicodeCategory(sign) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter;
}
