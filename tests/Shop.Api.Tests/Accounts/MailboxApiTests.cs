using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Accounts;

public class MailboxApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Welcome = "account.welcome", Verify = "account.verify", Reset = "account.reset";
    private const string Next = "another-one-7";

    [Fact]
    public async Task A_mailbox_is_proved_by_the_code_that_was_sent()
    {
        using var client = shop.Anonymous();
        var (email, tokens) = await client.SignedIn();
        Assert.False(tokens.GetProperty("user").GetProperty("email_verified").GetBoolean());
        Assert.Equal(1, await shop.Mails(email, Welcome));
        var code = await shop.SentCode(email, Verify);

        await (await Prove(client, email, code)).Read(HttpStatusCode.NoContent);

        var me = await (await client.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);
        Assert.True(me.GetProperty("email_verified").GetBoolean());
        await (await Prove(client, email, code)).Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
    }

    [Fact]
    public async Task Of_many_who_use_a_code_at_one_instant_one_gets_through()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();
        var code = await shop.SentCode(email, Verify);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Prove(client, email, code)));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.NoContent);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode is HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task Five_wrong_codes_at_one_instant_make_the_right_one_worthless()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();
        var code = await shop.SentCode(email, Verify);

        var wrong = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => Prove(client, email, Visitors.NotThis(code))));

        Assert.All(wrong, answer => Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode));
        await (await Prove(client, email, code)).Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
    }

    [Fact]
    public async Task A_code_lasts_ten_minutes_and_the_next_can_be_asked_for_after_one()
    {
        await using var own = await ShopHost.Start();
        using var client = own.Anonymous();
        var email = await client.Registered();
        var first = await own.SentCode(email, Verify);

        var early = await client.Post("/auth/resend-otp", new { email });
        await early.Problem(HttpStatusCode.TooManyRequests, "too_many_codes");
        Assert.InRange(early.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        own.Clock.Advance(TimeSpan.FromMinutes(10));
        await (await Prove(client, email, first)).Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");

        await (await client.Post("/auth/resend-otp", new { email })).Read(HttpStatusCode.Accepted);
        var second = await own.SentCode(email, Verify);
        await (await Prove(client, email, second)).Read(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_code_is_not_stored_as_it_is()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();
        var code = await shop.SentCode(email, Verify);

        Assert.Equal(0, await shop.Database.Value<long>(
            $"select count(*) from users where email = '{email}' and state::text ~ '\\m{code}\\M'"));
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_by_code_and_ends_every_session()
    {
        using var client = shop.Anonymous();
        var (email, tokens) = await client.SignedIn();
        await (await client.Post("/auth/forgot-password", new { email })).Read(HttpStatusCode.Accepted);
        var code = await shop.SentCode(email, Reset);

        await (await SetPassword(client, email, code)).Read(HttpStatusCode.NoContent);

        await (await client.Refresh(tokens)).Problem(HttpStatusCode.Unauthorized, "session_ended");
        await (await client.Login(email)).Problem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await (await client.Login(email, Next)).Read(HttpStatusCode.OK);
        await (await SetPassword(client, email, code)).Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
        Assert.Equal(1, await shop.Mails(email, "account.password_changed"));
    }

    [Fact]
    public async Task A_password_that_is_refused_does_not_use_up_the_code()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();
        await client.Post("/auth/forgot-password", new { email });
        var code = await shop.SentCode(email, Reset);

        await (await SetPassword(client, email, code, "password1"))
            .Problem(HttpStatusCode.UnprocessableEntity, "password_common");
        await (await SetPassword(client, email, code)).Read(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_code_for_one_thing_is_no_code_for_another()
    {
        using var client = shop.Anonymous();
        var email = await client.Registered();
        await client.Post("/auth/forgot-password", new { email });

        await (await SetPassword(client, email, await shop.SentCode(email, Verify)))
            .Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
        await (await Prove(client, email, await shop.SentCode(email, Reset)))
            .Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
    }

    [Theory]
    [InlineData("/auth/forgot-password")]
    [InlineData("/auth/resend-otp")]
    public async Task Nobody_can_tell_from_asking_for_a_code_who_has_an_account(string path)
    {
        await using var own = await ShopHost.Start();
        using var client = own.Anonymous();
        var (known, unknown) = (await client.Registered(), Visitors.NewEmail());
        own.Clock.Advance(TimeSpan.FromDays(2));

        foreach (var wait in new[] { 0, 30, 31, 60, 61 })
        {
            own.Clock.Advance(TimeSpan.FromSeconds(wait));
            var (one, other) = (await Ask(known), await Ask(unknown));

            Assert.Equal(one.Status, other.Status);
            Assert.InRange((one.RetryAfter - other.RetryAfter).TotalSeconds, -2, 2);
        }

        Assert.Equal(0, await own.Database.Value<long>($"select count(*) from outbox where recipient = '{unknown}'"));

        async Task<(HttpStatusCode Status, TimeSpan RetryAfter)> Ask(string email)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await client.Post(path, new { email });
            Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(140));
            return (answer.StatusCode, answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task A_code_of_nobody_is_a_wrong_code()
    {
        using var client = shop.Anonymous();
        await (await Prove(client, Visitors.NewEmail(), "123456"))
            .Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
        await (await SetPassword(client, Visitors.NewEmail(), "123456"))
            .Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
        await (await SetPassword(client, Visitors.NewEmail(), "123456", "password1"))
            .Problem(HttpStatusCode.UnprocessableEntity, "password_common");
    }

    [Fact]
    public async Task Another_address_is_the_accounts_once_its_code_comes_back()
    {
        using var client = shop.Anonymous();
        var (old, _) = await client.SignedIn();
        var email = Visitors.NewEmail();

        await (await client.Post("/users/me/email", new { email, current_password = "not-my-password" }))
            .Problem(HttpStatusCode.UnprocessableEntity, "password_wrong");
        await (await client.Post("/users/me/email", new { email, current_password = Visitors.Password }))
            .Read(HttpStatusCode.Accepted);
        var me = await (await client.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);
        Assert.Equal(old, me.Text("email"));

        var code = await shop.SentCode(email, "account.email_change");
        var changed = await client.Post("/users/me/email/confirm", new { code });

        Assert.Equal(email, (await changed.Read(HttpStatusCode.OK)).Text("email"));
        await (await client.Login(old)).Problem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await (await client.Login(email)).Read(HttpStatusCode.OK);
        Assert.Equal(1, await shop.Mails(old, "account.email_changed"));
        Assert.NotEqual(email, await client.Registered());
    }

    [Fact]
    public async Task An_address_that_somebody_has_is_not_written_to_and_not_told()
    {
        using var client = shop.Anonymous();
        var taken = await client.Registered();
        await client.SignedIn();

        await (await client.Post("/users/me/email", new { email = taken, current_password = Visitors.Password }))
            .Read(HttpStatusCode.Accepted);

        Assert.Equal(0, await shop.Mails(taken, "account.email_change"));
        await (await client.Post("/users/me/email/confirm", new { code = "123456" }))
            .Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
    }

    private static Task<HttpResponseMessage> Prove(HttpClient client, string email, string code) =>
        client.Post("/auth/verify-email", new { email, code });

    private static Task<HttpResponseMessage> SetPassword(
        HttpClient client, string email, string code, string password = Next) =>
        client.Send(HttpMethod.Put, "/api/v1/auth/reset-password", JsonSerializer.Serialize(
            new { email, code, password, confirm_password = password }));
}
