namespace Shop.Accounts;

public class PasswordPolicyTests
{
    private static readonly EmailAddress Ann = EmailAddress.Read("ann.lee.jones@example.com").Value!;

    [Theory]
    [InlineData("correct horse")]
    [InlineData("tr0mbone-Yes")]
    [InlineData("\u043F\u0430\u0440\u043E\u043B\u044C-\u043D\u0430-\u0434\u0430\u0447\u0435")]
    public void A_password_of_its_own_is_taken(string text) =>
        Assert.Null(PasswordPolicy.Check(new(text), Ann));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(129)]
    [InlineData(100_000)]
    public void A_password_has_8_to_128_characters(int length) =>
        Assert.Equal("password_length", Check(Text(length))?.Code);

    [Theory]
    [InlineData(8)]
    [InlineData(128)]
    public void The_limits_of_its_length_are_within(int length) => Assert.Null(Check(Text(length)));

    [Theory]
    [InlineData("password")]
    [InlineData("PassWord")]
    [InlineData("12345678")]
    [InlineData("qwertyuiop")]
    [InlineData(" iloveyou ")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    public void A_password_that_anybody_would_try_is_refused(string text) =>
        Assert.Equal(AccountErrors.PasswordCommon, Check(text));

    [Theory]
    [InlineData("ann.lee.jones@example.com")]
    [InlineData("Ann.Lee.Jones@Example.com")]
    [InlineData("ann.lee.jones")]
    public void The_address_is_no_password(string text) => Assert.Equal(AccountErrors.PasswordIsEmail, Check(text));

    [Fact]
    public void A_password_does_not_show_in_a_log() =>
        Assert.DoesNotContain("trombone", new RegisterUser("a@b.c", new("trombone"), new("A", "B")).ToString());

    private static Error? Check(string text) => PasswordPolicy.Check(new(text), Ann);

    private static string Text(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i % 23)));
}
