using Shop.Testing;

namespace Shop.Accounts;

public class SignInGrainTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task An_unknown_address_is_answered_like_a_wrong_password_to_the_last_attempt()
    {
        var user = await shop.Grains.RegisteredWithPassword();
        var nobody = user with { Email = People.NewEmail().Text };

        for (var attempt = 1; attempt <= 6; attempt++)
        {
            var known = await shop.Grains.SignIn(user, People.Wrong);
            var unknown = await shop.Grains.SignIn(nobody, People.Wrong);

            Assert.Equal(attempt < 6 ? "invalid_credentials" : "too_many_attempts", known.Error?.Code);
            Assert.Equal(known.Error?.Code, unknown.Error?.Code);
            Assert.InRange(known.Error!.RetryAfterSeconds ?? 30, 10, 30);
            Assert.InRange(unknown.Error!.RetryAfterSeconds ?? 30, 10, 30);
        }
    }

    [Fact]
    public async Task Who_is_locked_out_gets_in_after_the_wait_and_not_before()
    {
        var user = await shop.Grains.RegisteredWithPassword();
        for (var attempt = 0; attempt < 5; attempt++)
            await shop.Grains.SignIn(user, People.Wrong);

        Assert.Equal("too_many_attempts", (await shop.Grains.SignIn(user, People.Password)).Error?.Code);
        shop.Clock.Advance(TimeSpan.FromSeconds(31));
        await shop.Grains.SignedIn(user);
        Assert.Equal("invalid_credentials", (await shop.Grains.SignIn(user, People.Wrong)).Error?.Code);
    }

    [Fact]
    public async Task An_account_without_password_lets_nobody_in()
    {
        var email = People.NewEmail();
        var opened = await shop.Grains.User(Guid.CreateVersion7())
            .Register(People.Registration(email) with { Password = null });

        Assert.Equal(AccountErrors.InvalidCredentials, (await shop.Grains.SignIn(opened.Must(), new(""))).Error);
    }

    [Fact]
    public async Task A_password_hashed_the_old_way_is_hashed_anew_when_it_is_used()
    {
        var user = await shop.Grains.RegisteredWithPassword();
        var old = new Microsoft.AspNetCore.Identity.PasswordHasher<User>(Microsoft.Extensions.Options.Options.Create(
            new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1_000 }));
        var hash = old.HashPassword(new(), People.Password.Text);
        await shop.Database.Run($$"""
            update users set state = jsonb_set(state, '{password_hash}', to_jsonb('{{hash}}'::text))
            where  id = '{{user.Id}}'
            """);
        await shop.Restart();

        await shop.Grains.SignedIn(user);

        var stored = await shop.Database.Value<string>(
            $"select state ->> 'password_hash' from users where id = '{user.Id}'");
        Assert.NotEqual(hash, stored);
        await shop.Grains.SignedIn(user);
    }

    [Fact]
    public async Task The_key_that_signs_is_made_once()
    {
        var before = Assert.Single(await shop.Grains.SigningKeys().PublicKeys());
        await shop.Restart();

        Assert.Equal(before, Assert.Single(await shop.Grains.SigningKeys().PublicKeys()));
    }
}
