using System.Text;

namespace Shop.Notifications;

public class MimeTests
{
    [Theory]
    [InlineData("Two\r\nBcc: thief@mail.example")]
    [InlineData("Two\nBcc: thief@mail.example")]
    [InlineData("Two\r\n\r\n<script>")]
    [InlineData("=?utf-8?Q?=0ABcc:_thief@mail.example?=")]
    public void No_subject_begins_another_header(string subject)
    {
        var head = Head(Written(Letters.Mail(subject)));

        Assert.Equal(9, head.Count);
        Assert.DoesNotContain(head, line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Letters_of_all_scripts_arrive_as_they_were_written()
    {
        const string text = "Grüße, Ωmega, 日本語, 🎁 = 100 %";
        var written = Written(Letters.Mail("Grüße 🎁", parts: new Paragraph($"{text}\n.\n..dots")));

        Assert.All(written, sign => Assert.True(char.IsAscii(sign)));
        var subject = Convert.ToBase64String(Encoding.UTF8.GetBytes("Grüße 🎁"));
        Assert.Contains($"Subject: =?utf-8?B?{subject}?=", written);
        Assert.Contains(text, QuotedPrintable.Read(written), StringComparison.Ordinal);
        Assert.All(written.Split("\r\n"), line => Assert.InRange(line.Length, 0, 78 + 40));
    }

    [Fact]
    public void A_long_subject_is_folded_between_letters()
    {
        var head = Head(Written(Letters.Mail(string.Concat(Enumerable.Repeat("🎁", 100)))));

        var subject = Assert.Single(head, line => line.StartsWith("Subject:", StringComparison.Ordinal));
        var words = subject["Subject: ".Length..].Split("\r\n ");
        Assert.All(words, word => Assert.InRange(word.Length, 1, 75));
        Assert.Equal(
            string.Concat(Enumerable.Repeat("🎁", 100)),
            string.Concat(words.Select(word => Encoding.UTF8.GetString(Convert.FromBase64String(word[10..^2])))));
    }

    [Theory]
    [InlineData("a@mail.example", true)]
    [InlineData("a+b.c@mail.example", true)]
    [InlineData("a@mail.example\r\nRCPT TO:<b@mail.example>", false)]
    [InlineData("a@mail.example>", false)]
    [InlineData("a@mail.example,b@mail.example", false)]
    [InlineData("a b@mail.example", false)]
    [InlineData("@mail.example", false)]
    [InlineData("ä@mail.example", false)]
    public void Only_what_is_an_address_and_nothing_else_is_one(string text, bool expected) =>
        Assert.Equal(expected, Mime.IsAddress(text));

    [Fact]
    public void The_same_message_has_the_same_id_in_every_copy()
    {
        var mail = Letters.Mail();

        Assert.Equal(Written(mail), Written(mail));
        Assert.Contains($"Message-ID: <{mail.Id:N}@shop.example>\r\n", Written(mail));
    }

    private static string Written(Mail mail) => Encoding.UTF8.GetString(Mime.Write(mail, Letters.Options));

    private static List<string> Head(string written)
    {
        var lines = new List<string>();
        foreach (var line in written[..written.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n"))
        {
            if (line.StartsWith(' '))
                lines[^1] += $"\r\n{line}";
            else
                lines.Add(line);
        }

        return lines;
    }
}
