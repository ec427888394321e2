using System.Buffers.Text;
using System.Text;

namespace Shop.Bench.Load;

/// <summary>As much of HTTP/1.1 (RFC 9112) as tells where an answer ends.</summary>
internal static class AnswerParser
{
    private const int StatusAt = 9;

    /// <summary>False while more of it is to come.</summary>
    /// <param name="bytes">From the first byte of the answer on.</param>
    /// <param name="status">Its status code.</param>
    /// <param name="length">In bytes, head and body.</param>
    /// <exception cref="InvalidDataException">It is no answer, or one that ends with its connection.</exception>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out int status, out int length)
    {
        (status, length) = (0, 0);
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;

        if (!bytes.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(bytes.Slice(StatusAt, 3), out status, out _))
            throw new InvalidDataException("This is not HTTP/1.1.");

        var body = head + 4;
        var fields = bytes[..(head + 2)];
        if (Utf8Parser.TryParse(Field(fields, "Content-Length"u8), out int size, out _))
            length = body + size;
        else if (!Field(fields, "Transfer-Encoding"u8).IsEmpty)
            length = EndOfChunks(bytes, body);
        else if (status is 204 or 304)
            length = body;
        else
            throw new InvalidDataException("The answer does not say how long it is.");

        return length > 0 && length <= bytes.Length;
    }

    /// <summary>0 while the last chunk is not there.</summary>
    private static int EndOfChunks(ReadOnlySpan<byte> bytes, int at)
    {
        while (true)
        {
            var line = at < bytes.Length ? bytes[at..].IndexOf("\r\n"u8) : -1;
            if (line < 0 || !Utf8Parser.TryParse(bytes.Slice(at, line), out int size, out _, 'x'))
                return 0;

            at += line + 2 + size + 2;
            if (size == 0)
                return at;
        }
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf("\r\n"u8) is > -1 and var end)
        {
            var line = head[..end];
            var colon = line.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(line[..colon], name))
                return line[(colon + 1)..].Trim((byte)' ');

            head = head[(end + 2)..];
        }

        return default;
    }
}
