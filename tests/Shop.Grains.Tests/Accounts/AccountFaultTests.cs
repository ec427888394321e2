using Shop.Testing;

namespace Shop.Accounts;

public class AccountFaultTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        var signedIn = await shop.Grains.SignedIn(await shop.Grains.RegisteredWithPassword());
        var book = shop.Grains.AddressBook(signedIn.User.Id);
        var address = (await book.Add(new(Guid.CreateVersion7(), People.Home))).Must();
        var seller = (await shop.Grains.User(signedIn.User.Id).Change(new(LastName: "Jones"))).Must();

        await shop.Restart();

        Assert.Equal(seller, (await shop.Grains.User(seller.Id).View()).Must());
        Assert.Equal(address, Assert.Single((await shop.Grains.AddressBook(seller.Id).Addresses()).Must()));
        (await shop.Grains.Refresh(signedIn)).Must();
        await shop.Grains.SignedIn(seller);
    }

    [Fact]
    public async Task Failed_attempts_are_not_forgotten_by_a_restart()
    {
        var user = await shop.Grains.RegisteredWithPassword();
        for (var attempt = 0; attempt < 5; attempt++)
            await shop.Grains.SignIn(user, People.Wrong);

        await shop.Restart();

        Assert.Equal("too_many_attempts", (await shop.Grains.SignIn(user, People.Password)).Error?.Code);
    }

    [Fact]
    public async Task A_failed_write_leaves_the_account_as_it_was()
    {
        var user = await shop.Grains.Registered();
        await Unless($"state #>> '{{profile,last_name}}' <> 'Jonas'", () =>
            shop.Grains.User(user.Id).Change(new(LastName: "Jonas")));

        Assert.Equal(user, (await shop.Grains.User(user.Id).View()).Must());
        Assert.Equal("Jonas", (await shop.Grains.User(user.Id).Change(new(LastName: "Jonas"))).Must().LastName);
    }

    [Fact]
    public async Task A_registration_whose_write_failed_can_be_repeated_at_once_under_another_id()
    {
        var email = People.NewEmail();
        var lost = Guid.CreateVersion7();
        await Unless($"id <> '{lost}'", () => shop.Grains.User(lost).Register(People.Registration(email)));

        await shop.Grains.RegisteredWithPassword(email);
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_counted_is_not_answered()
    {
        var user = await shop.Grains.RegisteredWithPassword();
        await Unless("state #>> '{attempts,failures}' = '0'", () => shop.Grains.SignIn(user, People.Password));

        await shop.Grains.SignedIn(user);
    }

    [Fact]
    public async Task A_trade_whose_write_failed_leaves_the_old_token_good()
    {
        var first = await shop.Grains.Session();
        await Without(async () => await Assert.ThrowsAnyAsync<Exception>(() => shop.Grains.Refresh(first)));

        (await shop.Grains.Refresh((await shop.Grains.Refresh(first)).Must())).Must();
    }

    /// <summary>Asserts that the database refuses what is to be done, for a reason nobody thought of.</summary>
    private async Task Unless(string condition, Func<Task> act)
    {
        await shop.Database.Run($"alter table users add constraint users_fault check ({condition}) not valid");
        await Assert.ThrowsAnyAsync<Exception>(act);
        await shop.Database.Run("alter table users drop constraint users_fault");
    }

    private async Task Without(Func<Task> act)
    {
        shop.Link.Cut();
        await act();
        shop.Link.Mend();
        await Eventually(() => shop.Grains.User(Guid.CreateVersion7()).AdmitShopper());
    }

    /// <summary>Connections that were cut are found out one by one, by whoever uses them next.</summary>
    private static async Task Eventually(Func<Task> act)
    {
        for (var patience = 50; ; patience--)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception) when (patience > 0)
            {
                await Task.Delay(100);
            }
        }
    }
}
