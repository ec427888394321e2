namespace Shop.Accounts;

public class MailedCodeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MailedCode None = new(CodePurpose.VerifyEmail, null, "", default, Sent: 0);
    private static readonly MailedCode First = None.Next("sealed", "ann@example.com", Noon);
    private static readonly MailedCodes Codes = new(new SecretBox("for this test"));

    [Theory]
    [InlineData(0, true)]
    [InlineData(599, true)]
    [InlineData(600, false)]
    public void A_code_is_good_for_ten_minutes(int seconds, bool good) =>
        Assert.Equal(good, First.IsGood(Noon.AddSeconds(seconds)));

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_code_is_good_for_five_tries(int tries, bool good) =>
        Assert.Equal(good, (First with { Tries = tries }).IsGood(Noon));

    [Fact]
    public void What_was_never_sent_is_never_good() => Assert.False(None.Next(null, "", Noon).IsGood(Noon));

    [Fact]
    public void The_first_code_needs_no_wait_and_each_next_one_twice_as_long_up_to_an_hour()
    {
        Assert.Null(None.Wait(Noon));
        var (code, waits) = (First, new List<double>());
        for (var i = 0; i < 8; i++)
        {
            waits.Add(code.Wait(code.SentAt)!.Value.TotalMinutes);
            code = code.Next("sealed", "", code.SentAt + code.Wait(code.SentAt)!.Value);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
        Assert.Equal(1, code.Next("sealed", "", code.SentAt.AddDays(1.01)).Sent);
    }

    [Fact]
    public void A_code_fits_its_own_seal_its_purpose_and_its_person_only()
    {
        var ann = Guid.CreateVersion7();
        var (text, seal) = Codes.Draw(CodePurpose.VerifyEmail, ann);
        var code = First with { Sealed = seal };

        Assert.True(Codes.Fits(code, ann, new(text)));
        Assert.True(Codes.Fits(code, ann, new($" {text[..3]}-{text[3..]} ")));
        Assert.Throws<SealedElsewhereException>(() => Codes.Fits(code, Guid.CreateVersion7(), new(text)));
        Assert.Throws<SealedElsewhereException>(
            () => Codes.Fits(code with { Purpose = CodePurpose.ResetPassword }, ann, new(text)));
        Assert.DoesNotContain(text, seal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("\u0661\u0662\u0663\u0664\u0665\u0666")]
    public void What_is_no_code_fits_nothing(string written)
    {
        var ann = Guid.CreateVersion7();
        Assert.False(Codes.Fits(First with { Sealed = Codes.Draw(First.Purpose, ann).Sealed }, ann, new(written)));
    }
}
