using System.Globalization;
using System.Text;

namespace Shop.Notifications;

/// <summary>Text in ASCII lines of at most 76 (RFC 2045 §6.7): what is plain stays readable.</summary>
internal static class QuotedPrintable
{
    private const int Width = 75;

    public static string Write(string text)
    {
        var written = new StringBuilder(text.Length * 5 / 4);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            WriteLine(written, Encoding.UTF8.GetBytes(line));
            written.Append("\r\n");
        }

        return written.ToString(0, written.Length - 2);
    }

    public static string Read(string written)
    {
        var bytes = new List<byte>(written.Length);
        for (var at = 0; at < written.Length; at++)
        {
            if (written[at] != '=' || at + 2 >= written.Length)
            {
                bytes.Add((byte)written[at]);
                continue;
            }

            // "=" before the end of a line joins it to the next.
            if (byte.TryParse(written.AsSpan(at + 1, 2), NumberStyles.HexNumber, null, out var value))
                bytes.Add(value);
            at += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static void WriteLine(StringBuilder written, ReadOnlySpan<byte> line)
    {
        var column = 0;
        for (var at = 0; at < line.Length; at++)
        {
            var plain = line[at] is > 32 and < 127 and not (byte)'=' || (line[at] == ' ' && at + 1 < line.Length);
            var width = plain ? 1 : 3;
            if (column + width > Width)
            {
                written.Append("=\r\n");
                column = 0;
            }

            if (plain)
                written.Append((char)line[at]);
            else
                written.Append(CultureInfo.InvariantCulture, $"={line[at]:X2}");

            column += width;
        }
    }
}
