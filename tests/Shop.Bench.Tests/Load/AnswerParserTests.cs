using System.Text;

namespace Shop.Bench.Load;

public class AnswerParserTests
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n\r\n";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200)]
    [InlineData("HTTP/1.1 404 Not Found\r\nServer: x\r\ncontent-length:0\r\n\r\n", 404)]
    [InlineData("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 201 Created\r\n" + Chunked + "5\r\nhello\r\n1A\r\n" + Letters + "\r\n0\r\n\r\n", 201)]
    public void A_whole_answer_ends_where_it_says_and_no_sooner(string answer, int expected)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);

        Assert.True(AnswerParser.TryParse(bytes, out var status, out var length));
        Assert.Equal((expected, bytes.Length), (status, length));
        for (var part = 0; part < bytes.Length; part++)
            Assert.False(AnswerParser.TryParse(bytes.AsSpan(0, part), out _, out _), $"after {part} bytes");
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhow long is this?")]
    public void What_cannot_be_measured_is_refused(string answer) =>
        Assert.Throws<InvalidDataException>(() => AnswerParser.TryParse(Encoding.ASCII.GetBytes(answer), out _, out _));
}
