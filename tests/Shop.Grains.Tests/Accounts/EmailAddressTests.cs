namespace Shop.Accounts;

public class EmailAddressTests
{
    [Theory]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData("  Ann.Lee+Shop@EXAMPLE.Com ", "ann.lee+shop@example.com")]
    [InlineData("o'neil@mail.example.co.uk", "o'neil@mail.example.co.uk")]
    [InlineData("ann@b\u00FCcher.example", "ann@xn--bcher-kva.example")]
    [InlineData("ann@B\u00DCCHER.example", "ann@xn--bcher-kva.example")]
    [InlineData("ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example")]
    public void One_mailbox_has_one_spelling(string written, string kept) =>
        Assert.Equal(kept, EmailAddress.Read(written).Value!.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ann")]
    [InlineData("@example.com")]
    [InlineData("ann@")]
    [InlineData("ann@localhost")]
    [InlineData("ann@example.com.")]
    [InlineData("ann@example..com")]
    [InlineData("ann@-example.com")]
    [InlineData("ann@exa_mple.com")]
    [InlineData(".ann@example.com")]
    [InlineData("ann.@example.com")]
    [InlineData("an..n@example.com")]
    [InlineData("ann lee@example.com")]
    [InlineData("ann@exam ple.com")]
    [InlineData("ann@example.com\nbcc: all@example.com")]
    [InlineData("ann\0@example.com")]
    [InlineData("ann@ben@example.com")]
    [InlineData("\"ann\"@example.com")]
    [InlineData("<ann@example.com>")]
    public void What_is_no_address_is_refused(string? written) =>
        Assert.Equal(AccountErrors.EmailMalformed, EmailAddress.Read(written).Error);

    [Theory]
    [InlineData("\u0430nn@example.com")]
    [InlineData("\uFF41nn@example.com")]
    [InlineData("a\u0301nn@example.com")]
    [InlineData("ann@\uFF45xample.com")]
    [InlineData("ann@exa\u00ADmple.com")]
    [InlineData("ann@e\u0301xample.com")]
    [InlineData("ann@exa\uFB01ple.com")]
    [InlineData("ann@example\u3002com")]
    [InlineData("ann\u200B@example.com")]
    [InlineData("ann@ex\uD800ample.com")]
    public void Letters_that_only_look_alike_make_no_second_spelling(string written) =>
        Assert.Equal(AccountErrors.EmailMalformed, EmailAddress.Read(written).Error);

    [Theory]
    [InlineData(64, 189, true)]
    [InlineData(65, 100, false)]
    [InlineData(64, 190, false)]
    public void An_address_is_as_long_as_mail_allows(int local, int domain, bool fits)
    {
        var name = string.Concat(Enumerable.Range(0, domain).Select(i => i % 60 == 59 ? '.' : 'd'));

        Assert.Equal(fits, EmailAddress.Read($"{new string('a', local)}@{name}").Error is null);
    }
}
