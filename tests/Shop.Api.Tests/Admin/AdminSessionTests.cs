using System.Net;
using System.Text.RegularExpressions;
using Shop.Accounts;
using Shop.Testing;

namespace Shop.Admin;

public sealed partial class AdminSessionTests(AdminSessionTests.BehindAProxy shop)
    : IClassFixture<AdminSessionTests.BehindAProxy>, IAsyncLifetime
{
    private readonly string email = $"{Guid.CreateVersion7():N}@mail.example";

    public Task InitializeAsync() => Account(email, Role.Admin);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_admin_signs_in_looks_around_and_signs_out()
    {
        using var anybody = shop.Anonymous();
        var visit = await Browser.Does(
            """
            await page.goto(`${process.env.SHOP}admin`)
            await page.fill('input[name=email]', process.env.EMAIL)
            await page.fill('input[name=password]', process.env.PASSWORD)
            await page.getByRole('button', { name: 'Sign in' }).click()
            await page.getByRole('heading', { name: 'Done last' }).waitFor()
            const seen = await page.locator('body').innerText()
            await page.getByRole('button', { name: 'Sign out' }).click()
            await page.locator('input[name=password]').waitFor()
            await page.goto(`${process.env.SHOP}admin`)
            return [seen, new URL(page.url()).pathname]
            """,
            ("SHOP", $"{anybody.BaseAddress}"), ("EMAIL", email), ("PASSWORD", Visitors.Password));

        Assert.Contains(email, visit.Answer[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("POST /admin/login", visit.Answer[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("/admin/login", visit.Answer[1].GetString());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_form_that_the_shop_did_not_show_is_not_taken()
    {
        using var visitor = Visitor();

        await (await visitor.PostAsync("/admin/login", Filled(token: "")))
            .Problem(HttpStatusCode.BadRequest, "form_stale");
        await (await visitor.PostAsync("/admin/login", Filled(token: "", email: "\0")))
            .Problem(HttpStatusCode.BadRequest, "form_stale");
        using var admin = await SignedIn();
        await (await admin.PostAsync("/admin/logout", Filled(token: "")))
            .Problem(HttpStatusCode.BadRequest, "form_stale");
        Assert.Equal(HttpStatusCode.OK, await Home(admin));
    }

    [Theory]
    [InlineData(Role.Customer)]
    [InlineData(Role.Seller)]
    public async Task Nobody_but_admins_comes_in(Role role)
    {
        var other = $"{Guid.CreateVersion7():N}@mail.example";
        await Account(other, role);
        using var visitor = Visitor();

        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(visitor, other)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await Home(visitor));
    }

    [Fact]
    public async Task The_cookie_opens_pages_only_and_a_token_opens_none()
    {
        using var admin = await SignedIn();
        using var program = await shop.Admin();

        Assert.Equal(HttpStatusCode.OK, await Home(admin));
        Assert.Equal(HttpStatusCode.Unauthorized, (await admin.GetAsync("/api/v1/users/me")).StatusCode);
        Assert.Equal("/admin/login", (await program.GetAsync("/admin")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Who_leaves_the_desk_is_out_after_half_an_hour_and_everybody_after_a_day_of_work()
    {
        using var idle = await SignedIn();
        using var busy = await SignedIn();
        shop.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.OK, await Home(busy));
        shop.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.Redirect, await Home(idle));
        for (var visit = 0; visit < 27; visit++)
        {
            Assert.Equal(HttpStatusCode.OK, await Home(busy));
            shop.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        shop.Clock.Advance(TimeSpan.FromMinutes(25));
        Assert.Equal(HttpStatusCode.Redirect, await Home(busy));
    }

    [Fact]
    public async Task A_session_that_is_ended_elsewhere_ends_here()
    {
        using var admin = await SignedIn();
        var holder = await shop.Grains.EmailAddress(EmailAddress.Read(email).Value!).Holder();
        await shop.Grains.SignIn(holder!.Value).EndSessions(but: null);
        shop.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(HttpStatusCode.Redirect, await Home(admin));
    }

    [Fact]
    public async Task The_cookie_is_not_for_scripts_nor_other_sites_and_over_tls_for_tls_only()
    {
        using var visitor = Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
        var shown = await visitor.GetAsync("/admin/login");
        var cookie = shown.Headers.GetValues("Set-Cookie").Single();

        Assert.All(
            (string[])["httponly", "samesite=strict", "secure", "path=/admin"],
            part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<HttpClient> SignedIn()
    {
        var visitor = Visitor();
        Assert.Equal(HttpStatusCode.Redirect, (await Post(visitor, email)).StatusCode);
        return visitor;
    }

    private static async Task<HttpResponseMessage> Post(HttpClient visitor, string email)
    {
        var page = await visitor.GetStringAsync("/admin/login");
        return await visitor.PostAsync("/admin/login", Filled(Token().Match(page).Groups[1].Value, email));
    }

    private static FormUrlEncodedContent Filled(string token, string email = "") => new(new Dictionary<string, string>
    {
        ["__RequestVerificationToken"] = token,
        ["email"] = email,
        ["password"] = Visitors.Password,
    });

    private static async Task<HttpStatusCode> Home(HttpClient visitor) => (await visitor.GetAsync("/admin")).StatusCode;

    private async Task Account(string address, Role role)
    {
        var password = new Password(Visitors.Password);
        var account = await shop.Grains.User(Guid.CreateVersion7())
            .Register(new(address, password, new Profile("Some", "Body"), role, EmailVerified: true));
        Assert.Null(account.Error);
    }

    private HttpClient Visitor()
    {
        using var anybody = shop.Anonymous();
        return new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = anybody.BaseAddress };
    }

    public sealed class BehindAProxy : ShopHost
    {
        public BehindAProxy() => Settings["SHOP_TRUSTED_PROXIES"] = "127.0.0.1, ::1";
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
