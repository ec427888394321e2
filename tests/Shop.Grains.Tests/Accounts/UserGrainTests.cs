using Shop.Testing;

namespace Shop.Accounts;

public class UserGrainTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task Registering_twice_under_one_id_is_registering_once()
    {
        var (id, email) = (Guid.CreateVersion7(), People.NewEmail());

        var first = (await shop.Grains.User(id).Register(People.Registration(email))).Must();
        var second = (await shop.Grains.User(id).Register(People.Registration(email))).Must();
        var other = await shop.Grains.User(id).Register(People.Registration(People.NewEmail()));

        Assert.Equal(first, second);
        Assert.Equal(AccountErrors.AlreadyRegistered, other.Error);
    }

    [Fact]
    public async Task Of_two_registrations_of_one_address_at_the_same_instant_exactly_one_succeeds()
    {
        for (var round = 0; round < 10; round++)
        {
            var email = People.NewEmail();
            var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
                shop.Grains.User(Guid.CreateVersion7()).Register(People.Registration(email) with { Password = null })));

            var winner = Assert.Single(both, one => one.Error is null).Must();
            Assert.All(both, one => Assert.True(one.Error is null || one.Error == AccountErrors.EmailTaken));
            Assert.Equal(winner.Id, await shop.Grains.EmailAddress(email).Holder());
        }
    }

    [Fact]
    public async Task The_database_refuses_a_second_account_when_no_claim_was_in_its_way()
    {
        var user = await shop.Grains.Registered();
        var stranger = $"'{Guid.CreateVersion7()}'";

        var copy = () => shop.Database.Run(
            $"insert into users (id, version, state) select {stranger}, 1, state from users where id = '{user.Id}'");

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(copy);
        Assert.Equal("users_email", refused.ConstraintName);
    }

    [Fact]
    public async Task An_address_that_was_stored_behind_the_back_of_its_grain_is_taken()
    {
        var email = People.NewEmail();
        await shop.Grains.EmailAddress(email).Claim(Guid.CreateVersion7());
        await shop.Database.Run(
            $$$"""
            insert into users (id, version, state) values ('{{{Guid.CreateVersion7()}}}', 1,
            '{"schema_version": 1, "email": "{{{email}}}", "role": "customer",
            "created_at": "2026-01-01T00:00:00+00:00", "profile": {"first_name": "A", "last_name": "B"}}')
            """);
        shop.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(AccountErrors.EmailTaken, await shop.Grains.EmailAddress(email).Claim(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task A_registration_that_died_after_its_claim_blocks_the_address_for_a_minute_only()
    {
        var email = People.NewEmail();
        await shop.Grains.EmailAddress(email).Claim(Guid.CreateVersion7());

        var early = await shop.Grains.User(Guid.CreateVersion7()).Register(People.Registration(email));
        shop.Clock.Advance(TimeSpan.FromMinutes(1.1));
        var late = await shop.Grains.User(Guid.CreateVersion7()).Register(People.Registration(email));

        Assert.Equal(AccountErrors.EmailTaken, early.Error);
        late.Must();
    }

    [Theory]
    [InlineData("password_common", "password1")]
    [InlineData("password_length", "short")]
    public async Task A_refused_registration_leaves_the_address_free(string code, string password)
    {
        var email = People.NewEmail();
        var refused = await shop.Grains.User(Guid.CreateVersion7())
            .Register(People.Registration(email) with { Password = new(password) });

        Assert.Equal(code, refused.Error?.Code);
        await shop.Grains.RegisteredWithPassword(email);
    }

    [Fact]
    public async Task A_deleted_account_frees_its_address_and_lets_nobody_in()
    {
        var email = People.NewEmail();
        var user = await shop.Grains.RegisteredWithPassword(email);
        var session = await shop.Grains.Session(user);

        Assert.Null(await shop.Grains.User(user.Id).Delete());
        Assert.Null(await shop.Grains.User(user.Id).Delete());

        Assert.Equal(AccountErrors.UserNotFound, (await shop.Grains.User(user.Id).View()).Error);
        Assert.Equal(AccountErrors.SessionEnded, (await shop.Grains.Refresh(session)).Error);
        Assert.Equal(AccountErrors.InvalidCredentials, (await shop.Grains.SignIn(user, People.Password)).Error);
        Assert.NotEqual(user.Id, (await shop.Grains.RegisteredWithPassword(email)).Id);
        Assert.DoesNotContain(
            "Ann", await shop.Database.Value<string>($"select state::text from users where id = '{user.Id}'"));
    }

    [Fact]
    public async Task Orders_take_their_contact_in_one_call()
    {
        var user = await shop.Grains.Registered();
        var book = shop.Grains.AddressBook(user.Id);
        var address = (await book.Add(new(Guid.CreateVersion7(), People.Home))).Must();

        Assert.Equal(
            new OrderContact(user.Id, user.Email, "Ann Lee", People.Home, People.Home),
            (await book.ForOrder(address.Id, null, null)).Must());
        Assert.Equal(
            AccountErrors.UserNotFound,
            (await shop.Grains.AddressBook(Guid.CreateVersion7()).ForOrder(null, null, null)).Error);
    }

    [Fact]
    public async Task Shoppers_can_buy_at_once()
    {
        var shoppers = (await shop.Grains.Shoppers().Admit(50)).Must();

        Assert.Equal(50, shoppers.Select(shopper => shopper.UserId).Distinct().Count());
        var contact = (await shop.Grains.AddressBook(shoppers[0].UserId).ForOrder(null, null, null)).Must();
        Assert.NotNull(contact.Shipping);
        Assert.EndsWith(".invalid", contact.Email);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2_001)]
    [InlineData(int.MaxValue)]
    public async Task No_sensible_number_of_shoppers_is_refused(int count) =>
        Assert.Equal("shopper_count", (await shop.Grains.Shoppers().Admit(count)).Error?.Code);
}
