using System.Net;

namespace Shop.Accounts;

public class AccountApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task From_registration_to_the_end_of_the_account()
    {
        using var client = shop.Anonymous();
        var email = Visitors.NewEmail();

        var shouted = Visitors.Registration(email.ToUpperInvariant());
        var registered = await client.PostJson("/api/v1/auth/register", shouted);
        var user = await registered.Read(HttpStatusCode.Created);
        Assert.Equal("/api/v1/users/me", registered.Headers.Location?.ToString());
        Assert.Equal((email, "customer"), (user.Text("email"), user.Text("role")));
        Assert.DoesNotContain("password", user.GetRawText());

        var login = await (await client.Login(email)).Read(HttpStatusCode.OK);
        Assert.Equal(("Bearer", 900), (login.Text("token_type"), login.GetProperty("expires_in").GetInt32()));
        Assert.Equal(user.GetRawText(), login.GetProperty("user").GetRawText());

        client.Use(login);
        var me = await (await client.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);
        Assert.Equal(user.GetRawText(), me.GetRawText());

        var again = await client.Refresh(login);
        client.Use(await again.Read(HttpStatusCode.OK));
        await (await client.DeleteAsync("/api/v1/users/me")).Read(HttpStatusCode.NoContent);

        await (await client.GetAsync("/api/v1/users/me")).Problem(HttpStatusCode.Unauthorized, "session_ended");
        await (await client.Login(email)).Problem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task Answers_with_tokens_are_kept_by_no_cache()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();

        var login = await client.Login(email);
        var refresh = await client.Refresh(await login.Read(HttpStatusCode.OK));

        Assert.True(login.Headers.CacheControl?.NoStore);
        Assert.True(refresh.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_a_conflict()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();

        await (await client.PostJson("/api/v1/signup", Visitors.Registration(email)))
            .Problem(HttpStatusCode.Conflict, "email_taken");
    }

    [Fact]
    public async Task A_registration_repeated_with_its_key_is_one_registration()
    {
        using var client = shop.Anonymous();
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        var registration = Visitors.Registration(Visitors.NewEmail());

        var first = await client.PostJson("/api/v1/auth/register", registration);
        var second = await client.PostJson("/api/v1/auth/register", registration);

        var user = await first.Read(HttpStatusCode.Created);
        Assert.Equal(user.GetRawText(), (await second.Read(HttpStatusCode.Created)).GetRawText());
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotent-Replayed")));
    }

    [Fact]
    public async Task A_password_is_not_part_of_what_a_repeat_is_known_by()
    {
        using var client = shop.Anonymous();
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        var registration = Visitors.Registration(Visitors.NewEmail());

        await (await client.PostJson("/api/v1/auth/register", registration)).Read(HttpStatusCode.Created);
        var other = registration.Replace(Visitors.Password, "another-one-7");
        await (await client.PostJson("/api/v1/auth/register", other)).Read(HttpStatusCode.Created);

        await (await client.PostJson("/api/v1/auth/register", registration.Replace("Lee", "Jones")))
            .Problem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task Nobody_registers_as_more_than_a_customer()
    {
        using var client = shop.Anonymous();
        var body = Visitors.Registration(Visitors.NewEmail()).Replace("{", """{"role": "admin", "id": 1, """);

        var answer = await client.PostJson("/api/v1/auth/register", body);

        if (answer.StatusCode is HttpStatusCode.Created)
            Assert.Equal("customer", (await answer.Read(HttpStatusCode.Created)).Text("role"));
        else
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Too_many_failures_say_how_long_to_wait()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await (await client.Login(email, "not-my-password"))
                .Problem(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        var locked = await client.Login(email);

        await locked.Problem(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
    }

    [Theory]
    [InlineData("nobody-at-all@example.com")]
    [InlineData("no address")]
    [InlineData("")]
    public async Task Who_is_not_known_gets_the_answer_of_a_wrong_password(string email)
    {
        using var client = shop.Anonymous();
        var answer = await client.Login(email);

        await answer.Problem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?all=true")]
    public async Task Signing_out_makes_the_refresh_token_worthless(string which)
    {
        using var client = shop.Anonymous();
        var login = await (await client.Login(await client.Registered())).Read(HttpStatusCode.OK);
        client.Use(login);

        await (await client.PostAsync($"/api/v1/auth/logout{which}", null)).Read(HttpStatusCode.NoContent);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Refresh(login)).StatusCode);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0f8fad5bd9cb469fa16570867728950e.AAAA")]
    public async Task An_invented_refresh_token_is_refused(string token)
    {
        using var client = shop.Anonymous();
        await (await client.PostJson("/api/v1/token/refresh", $$"""{"refresh_token": "{{token}}"}"""))
            .Problem(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task A_refresh_token_that_comes_back_ends_the_session()
    {
        using var client = shop.Anonymous();
        var first = await (await client.Login(await client.Registered())).Read(HttpStatusCode.OK);
        var second = await (await client.Refresh(first)).Read(HttpStatusCode.OK);

        await (await client.Refresh(first)).Problem(HttpStatusCode.Unauthorized, "invalid_refresh_token");
        await (await client.Refresh(second)).Problem(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task Shoppers_are_there_to_buy()
    {
        using var client = shop.Anonymous();
        var admitted = await client.PostJson("/api/v1/dev/shoppers", """{"count": 3}""");
        var shoppers = await admitted.Read(HttpStatusCode.OK);

        Assert.Equal(3, shoppers.GetArrayLength());
        client.Use(shoppers[0]);
        var me = await (await client.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);
        Assert.Equal(shoppers[0].Text("user_id"), me.Text("id"));
        await (await client.PostJson("/api/v1/dev/shoppers", """{"count": 2001}""")).Invalid("count");
        await (await client.PostJson("/api/v1/dev/shoppers", """{"count": 0}""")).Invalid("count");
    }
}
