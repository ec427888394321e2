using System.Net;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Accounts;

public class SessionApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Sessions = "/api/v1/auth/sessions";

    [Fact]
    public async Task Sessions_are_listed_and_the_one_that_asks_is_marked()
    {
        using var phone = Device("Phone/1.0");
        using var desk = Device("Desk/2.0");
        var (email, _) = await phone.SignedIn();
        desk.Use(await (await desk.Login(email)).Read(HttpStatusCode.OK));

        var list = await List(desk);

        Assert.Equal(["Desk/2.0", "Phone/1.0"], list.Select(one => one.Text("device")));
        Assert.Equal([true, false], list.Select(one => one.GetProperty("is_this").GetBoolean()));
        Assert.All(list, one => Assert.Equal("127.0.0.1", one.Text("address")));
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_is_out_at_once()
    {
        using var phone = Device("Phone/1.0");
        using var desk = Device("Desk/2.0");
        var (email, stolen) = await phone.SignedIn();
        desk.Use(await (await desk.Login(email)).Read(HttpStatusCode.OK));
        await (await phone.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);
        var lost = (await List(desk)).Single(one => one.Text("device") == "Phone/1.0");

        await (await desk.DeleteAsync($"{Sessions}/{lost.Text("id")}")).Read(HttpStatusCode.NoContent);

        await (await phone.GetAsync("/api/v1/users/me")).Problem(HttpStatusCode.Unauthorized, "session_ended");
        await (await phone.Refresh(stolen)).Problem(HttpStatusCode.Unauthorized, "session_ended");
        Assert.Single(await List(desk));
    }

    [Fact]
    public async Task All_sessions_but_this_one_end()
    {
        using var phone = Device("Phone/1.0");
        using var desk = Device("Desk/2.0");
        var (email, _) = await phone.SignedIn();
        desk.Use(await (await desk.Login(email)).Read(HttpStatusCode.OK));
        await (await phone.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);

        await (await desk.DeleteAsync(Sessions)).Read(HttpStatusCode.NoContent);

        await (await phone.GetAsync("/api/v1/users/me")).Problem(HttpStatusCode.Unauthorized, "session_ended");
        Assert.Single(await List(desk));
    }

    [Fact]
    public async Task Somebody_elses_session_is_none_of_mine()
    {
        using var client = shop.Anonymous();
        using var other = shop.Anonymous();
        await client.SignedIn();
        await other.SignedIn();
        var theirs = Assert.Single(await List(other)).Text("id");

        await (await client.DeleteAsync($"{Sessions}/{theirs}")).Read(HttpStatusCode.NoContent);

        Assert.Single(await List(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?all=true")]
    public async Task An_access_token_is_worthless_after_its_owner_signed_out(string which)
    {
        using var client = shop.Anonymous();
        await client.SignedIn();

        await (await client.PostAsync($"/api/v1/auth/logout{which}", null)).Read(HttpStatusCode.NoContent);

        await (await client.GetAsync("/api/v1/users/me")).Problem(HttpStatusCode.Unauthorized, "session_ended");
    }

    [Fact]
    public async Task An_access_token_outlives_its_role_by_ten_seconds_at_most()
    {
        await using var own = await ShopHost.Start();
        using var client = own.Anonymous();
        var (_, tokens) = await client.SignedIn();
        await (await client.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);

        await own.Grains.User(tokens.GetProperty("user").GetProperty("id").GetGuid()).SetRole(Role.Seller);
        own.Clock.Advance(TimeSpan.FromSeconds(10));

        await (await client.GetAsync("/api/v1/users/me")).Problem(HttpStatusCode.Unauthorized, "session_ended");
    }

    [Fact]
    public async Task A_refresh_token_that_comes_back_ends_the_access_tokens_too()
    {
        using var client = shop.Anonymous();
        var (_, first) = await client.SignedIn();
        var second = await (await client.Refresh(first)).Read(HttpStatusCode.OK);
        client.Use(second);

        await (await client.Refresh(first)).Problem(HttpStatusCode.Unauthorized, "invalid_refresh_token");

        await (await client.GetAsync("/api/v1/users/me")).Problem(HttpStatusCode.Unauthorized, "session_ended");
    }

    [Fact]
    public async Task Of_many_refreshes_at_one_instant_one_is_good_and_the_session_ends()
    {
        using var client = shop.Anonymous();
        var (_, tokens) = await client.SignedIn();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.Refresh(tokens)));

        var next = await Assert.Single(answers, one => one.IsSuccessStatusCode).Read(HttpStatusCode.OK);
        await (await client.Refresh(next)).Problem(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task With_a_grace_many_refreshes_at_one_instant_all_get_the_same_next_token()
    {
        await using var own = await ShopHost.Start(("SHOP_REFRESH_GRACE_SECONDS", "10"));
        using var client = own.Anonymous();
        var (_, tokens) = await client.SignedIn();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.Refresh(tokens)));
        var next = await Task.WhenAll(answers.Select(answer => answer.Read(HttpStatusCode.OK)));

        Assert.Single(next.Select(one => one.Text("refresh_token")).Distinct());
        own.Clock.Advance(TimeSpan.FromSeconds(10));
        await (await client.Refresh(tokens)).Problem(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task A_sign_in_from_a_new_device_is_told_by_mail_and_one_from_a_known_device_is_not()
    {
        using var phone = Device("Phone/1.0");
        using var desk = Device("Desk/2.0");
        var (email, _) = await phone.SignedIn();
        await (await phone.Login(email)).Read(HttpStatusCode.OK);
        Assert.Equal(0, await shop.Mails(email, "account.new_sign_in"));

        await (await desk.Login(email)).Read(HttpStatusCode.OK);
        await (await desk.Login(email)).Read(HttpStatusCode.OK);

        Assert.Equal(1, await shop.Mails(email, "account.new_sign_in"));
    }

    [Fact]
    public async Task Another_password_ends_the_other_sessions()
    {
        using var phone = Device("Phone/1.0");
        using var desk = Device("Desk/2.0");
        var (email, stolen) = await phone.SignedIn();
        desk.Use(await (await desk.Login(email)).Read(HttpStatusCode.OK));

        await (await Change(desk, "not-my-password")).Problem(HttpStatusCode.UnprocessableEntity, "password_wrong");
        await (await Change(desk, null)).Problem(HttpStatusCode.UnprocessableEntity, "password_wrong");
        await (await Change(desk, Visitors.Password, "password1"))
            .Problem(HttpStatusCode.UnprocessableEntity, "password_common");
        await (await Change(desk, Visitors.Password)).Read(HttpStatusCode.NoContent);

        await (await phone.Refresh(stolen)).Problem(HttpStatusCode.Unauthorized, "session_ended");
        await (await desk.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);
        await (await desk.Login(email)).Problem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await (await desk.Login(email, "another-one-7")).Read(HttpStatusCode.OK);
        Assert.Equal(1, await shop.Mails(email, "account.password_changed"));
    }

    [Fact]
    public async Task Guessing_the_password_of_a_stolen_session_is_slowed_down()
    {
        using var client = shop.Anonymous();
        await client.SignedIn();
        for (var attempt = 0; attempt < 5; attempt++)
            await Change(client, "not-my-password");

        await (await Change(client, Visitors.Password)).Problem(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    private static Task<HttpResponseMessage> Change(
        HttpClient client, string? current, string password = "another-one-7") =>
        client.Post("/users/me/password", new { current_password = current, password, confirm_password = password });

    private static async Task<List<JsonElement>> List(HttpClient client)
    {
        var page = await (await client.GetAsync(Sessions)).Read(HttpStatusCode.OK);
        return [.. page.GetProperty("results").EnumerateArray()];
    }

    private HttpClient Device(string name)
    {
        var client = shop.Anonymous();
        client.DefaultRequestHeaders.Add("User-Agent", name);
        return client;
    }
}
