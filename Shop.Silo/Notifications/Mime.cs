using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Notifications;

/// <summary>
/// A mail as it goes over the wire: RFC 5322 with a text and an HTML side (RFC 2046), all of it ASCII.
/// </summary>
internal static partial class Mime
{
    private const int MostInWord = 45;
    private const int MostPlain = 200;
    private const string DateFormat = "ddd, dd MMM yyyy HH:mm:ss";

    /// <summary>Whether it can stand in a header and in a command of SMTP as it is.</summary>
    public static bool IsAddress(string text) =>
        text.Count(sign => sign == '@') == 1 && text[0] != '@' && text[^1] != '@'
        && text.All(sign => sign is > ' ' and < '\u007f' && !"<>()[],;:\\\"".Contains(sign, StringComparison.Ordinal));

    public static byte[] Write(Mail mail, MailOptions options)
    {
        var boundary = $"=_{mail.Id:N}";
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append("\r\n");
        void Side(string type, string content)
        {
            Line($"--{boundary}");
            Line($"Content-Type: {type}; charset=utf-8");
            Line("Content-Transfer-Encoding: quoted-printable");
            Line("");
            Line(QuotedPrintable.Write(content));
        }

        Line($"From: {Words(options.Head.Shop)} <{options.From}>");
        Line($"To: {mail.To}");
        Line($"Subject: {Words(mail.Letter.Subject)}");
        Line($"Date: {mail.At.ToUniversalTime().ToString(DateFormat, CultureInfo.InvariantCulture)} +0000");
        Line($"Message-ID: {IdOf(mail, options)}");
        Line($"X-Shop-Event: {mail.Kind}");
        Line("Auto-Submitted: auto-generated");
        Line("MIME-Version: 1.0");
        Line($"Content-Type: multipart/alternative; boundary=\"{boundary}\"");
        Line("");
        Side("text/plain", LetterText.Write(mail.Letter));
        Side("text/html", LetterHtml.Write(mail.Letter));
        Line($"--{boundary}--");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static string IdOf(Mail mail, MailOptions options) =>
        $"<{mail.Id:N}@{options.From[(options.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}>";

    /// <summary>
    /// Text in a header. What is not plain becomes encoded words (RFC 2047), so nothing in it can begin another header.
    /// </summary>
    private static string Words(string text)
    {
        var clean = string.Concat(text.Select(sign => char.IsControl(sign) ? ' ' : sign));
        if (clean.Length <= MostPlain && !clean.Contains("=?", StringComparison.Ordinal) && clean.All(IsPlain))
            return clean;

        var words = new List<string>();
        var word = new List<byte>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in clean.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > MostInWord)
                Close();

            word.AddRange(bytes[..length]);
        }

        Close();
        return string.Join("\r\n ", words);

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }

    /// <summary>What <see cref="Words"/> wrote, as it was before.</summary>
    public static string ReadWords(string written) => EncodedWord().Replace(
        written.Replace("?= =?", "?==?", StringComparison.Ordinal),
        word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));

    [GeneratedRegex(@"=\?utf-8\?B\?([A-Za-z0-9+/=]*)\?=")]
    private static partial Regex EncodedWord();

    /// <summary>What needs no quotes in a name either (RFC 5322 §3.2.3), and the signs that subjects have.</summary>
    private static bool IsPlain(char sign) => char.IsAsciiLetterOrDigit(sign) || " -_'!?+/&#".Contains(sign);
}
