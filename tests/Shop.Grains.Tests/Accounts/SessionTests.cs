namespace Shop.Accounts;

public class SessionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);
    private static readonly string Key = RefreshSecret.NewKey();
    private static readonly RefreshSecret First = RefreshSecret.First();
    private static readonly RefreshSecret Second = First.Next(Key);
    private static readonly RefreshSecret Third = Second.Next(Key);
    private static readonly Session Opened = Session.Open(Guid.CreateVersion7(), Key, First.Hash(), Noon);
    private static readonly Session TradedOnce = Opened.Trade(Second.Hash(), Noon);

    [Fact]
    public void A_token_is_good_for_one_trade()
    {
        Assert.Equal(TokenStanding.Current, Opened.StandingOf(First.Hash(), Noon, TenSeconds));
        Assert.Equal(TokenStanding.Current, TradedOnce.StandingOf(Second.Hash(), Noon, TenSeconds));
    }

    [Theory]
    [InlineData(0, TokenStanding.JustTraded)]
    [InlineData(9.9, TokenStanding.JustTraded)]
    [InlineData(10, TokenStanding.Stolen)]
    public void A_trade_may_be_repeated_within_the_grace(double seconds, TokenStanding standing) =>
        Assert.Equal(standing, TradedOnce.StandingOf(First.Hash(), Noon.AddSeconds(seconds), TenSeconds));

    [Fact]
    public void Without_a_grace_no_trade_may_be_repeated() =>
        Assert.Equal(TokenStanding.Stolen, TradedOnce.StandingOf(First.Hash(), Noon, TimeSpan.Zero));

    [Fact]
    public void A_trade_may_not_be_repeated_once_what_it_gave_was_used() =>
        Assert.Equal(
            TokenStanding.Stolen, TradedOnce.Trade(Third.Hash(), Noon).StandingOf(First.Hash(), Noon, TenSeconds));

    [Theory]
    [InlineData(30, TokenStanding.Current)]
    [InlineData(30.001, TokenStanding.Worthless)]
    public void A_session_dies_after_thirty_days_without_use(double days, TokenStanding standing) =>
        Assert.Equal(standing, Opened.StandingOf(First.Hash(), Noon.AddDays(days), TenSeconds));

    [Fact]
    public void Nothing_is_worth_anything_to_a_session_that_has_ended() =>
        Assert.Equal(TokenStanding.Worthless, Session.Ended.StandingOf(First.Hash(), Noon, TenSeconds));

    [Fact]
    public void A_repeated_trade_has_the_same_answer() => Assert.Equal(Second.Write(Key), First.Next(Key).Write(Key));

    [Fact]
    public void A_secret_is_read_back_under_its_own_key_only()
    {
        Assert.Equal(First.Hash(), RefreshSecret.Read(Key, First.Write(Key))!.Value.Hash());
        Assert.Null(RefreshSecret.Read(RefreshSecret.NewKey(), First.Write(Key)));
    }

    [Fact]
    public void A_secret_of_which_any_sign_was_changed_is_an_invented_one()
    {
        var written = First.Write(Key);
        for (var i = 0; i < written.Length; i++)
        {
            var changed = written[..i] + (written[i] == 'A' ? 'B' : 'A') + written[(i + 1)..];
            Assert.Null(RefreshSecret.Read(Key, changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("not base64url!")]
    public void What_is_no_secret_is_read_as_none(string written) => Assert.Null(RefreshSecret.Read(Key, written));

    [Fact]
    public void A_refresh_token_is_read_as_it_was_written()
    {
        var token = new RefreshToken(Guid.CreateVersion7(), First.Write(Key));

        Assert.Equal(token, RefreshToken.Read(token.Write()).Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("abc.def")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e.")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e.abcd.abcd")]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e.abcd")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e.ab\u0000d")]
    public void What_is_no_refresh_token_is_refused(string? written) =>
        Assert.Equal(AccountErrors.InvalidRefreshToken, RefreshToken.Read(written).Error);
}
