using Shop.Testing;

namespace Shop.Accounts;

public class SessionGrainTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task Each_trade_brings_a_token_that_is_good_for_the_next()
    {
        var first = await shop.Grains.Session();
        var second = (await shop.Grains.Refresh(first)).Must();
        var third = (await shop.Grains.Refresh(second)).Must();

        Assert.Equal(3, new[] { first, second, third }.Select(one => one.RefreshToken).Distinct().Count());
        Assert.Equal(3, new[] { first, second, third }.Select(one => one.AccessToken).Distinct().Count());
    }

    [Fact]
    public async Task Of_trades_of_one_token_at_the_same_instant_one_is_good_and_the_session_ends()
    {
        var first = await shop.Grains.Session();

        var traded = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.Grains.Refresh(first)));

        var next = Assert.Single(traded, one => one.Error is null).Must();
        Assert.Equal(AccountErrors.InvalidRefreshToken, (await shop.Grains.Refresh(next)).Error);
    }

    [Fact]
    public async Task An_old_token_that_comes_back_ends_the_session_for_the_thief_and_the_owner()
    {
        var first = await shop.Grains.Session();
        var second = (await shop.Grains.Refresh(first)).Must();

        Assert.Equal(AccountErrors.InvalidRefreshToken, (await shop.Grains.Refresh(first)).Error);
        Assert.Equal(AccountErrors.InvalidRefreshToken, (await shop.Grains.Refresh(second)).Error);
        var door = shop.Grains.SignIn(first.User.Id);
        Assert.Equal(AccountErrors.SessionEnded, (await door.GoOn(first.SessionId())).Error);
    }

    [Fact]
    public async Task An_invented_token_does_not_end_the_session_it_names()
    {
        var first = await shop.Grains.Session();
        var session = RefreshToken.Read(first.RefreshToken).Value!.SessionId;
        var invented = new RefreshToken(session, RefreshSecret.First().Write(RefreshSecret.NewKey()));

        Assert.Equal(AccountErrors.InvalidRefreshToken, (await shop.Grains.Session(session).Refresh(invented)).Error);
        (await shop.Grains.Refresh(first)).Must();
    }

    [Fact]
    public async Task Signing_out_ends_this_session_or_all()
    {
        var user = await shop.Grains.Registered();
        var (one, two, three) =
            (await shop.Grains.Session(user), await shop.Grains.Session(user), await shop.Grains.Session(user));

        var door = shop.Grains.SignIn(user.Id);
        Assert.Null(await door.EndSession(one.SessionId()));
        Assert.Equal(AccountErrors.SessionEnded, (await shop.Grains.Refresh(one)).Error);
        two = (await shop.Grains.Refresh(two)).Must();

        Assert.Null(await door.EndSessions(but: two.SessionId()));
        Assert.Equal(AccountErrors.SessionEnded, (await shop.Grains.Refresh(three)).Error);
        two = (await shop.Grains.Refresh(two)).Must();

        Assert.Null(await door.EndSessions(but: null));
        Assert.Equal(AccountErrors.SessionEnded, (await shop.Grains.Refresh(two)).Error);
        (await shop.Grains.Refresh(await shop.Grains.Session(user))).Must();
    }

    [Fact]
    public async Task Another_role_ends_the_session()
    {
        var signedIn = await shop.Grains.Session();
        await shop.Grains.User(signedIn.User.Id).SetRole(Role.Seller);

        Assert.Equal(AccountErrors.SessionEnded, (await shop.Grains.Refresh(signedIn)).Error);
    }

    [Fact]
    public async Task What_another_process_opened_is_known_to_whoever_asks_again()
    {
        var user = await shop.Grains.Registered();
        var before = await shop.Database.Value<string>($"select state::text from users where id = '{user.Id}'");
        var session = (await shop.Grains.Session(user)).SessionId();
        var after = await shop.Database.Value<string>($"select state::text from users where id = '{user.Id}'");
        await Store(user.Id, before);
        await shop.Restart();
        var door = shop.Grains.SignIn(user.Id);
        Assert.Equal(AccountErrors.SessionEnded, (await door.GoOn(Guid.CreateVersion7())).Error);
        await shop.Grains.User(user.Id).View();

        await Store(user.Id, after);

        Assert.Equal(AccountErrors.SessionEnded, (await door.GoOn(session)).Error);
        Assert.Null((await door.GoOn(session)).Error);
    }

    [Fact]
    public async Task A_session_nobody_opened_gives_nothing()
    {
        var nobody = new RefreshToken(Guid.CreateVersion7(), RefreshSecret.First().Write(RefreshSecret.NewKey()));

        Assert.Equal(
            AccountErrors.InvalidRefreshToken, (await shop.Grains.Session(nobody.SessionId).Refresh(nobody)).Error);
    }

    private Task Store(Guid user, string state) =>
        shop.Database.Run($"update users set state = '{state}' where id = '{user}'");
}
