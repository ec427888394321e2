using System.Net;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Accounts;

/// <summary>In a real browser, against a real server.</summary>
public sealed class GoogleSignInTests(GoogleShop shop) : IClassFixture<GoogleShop>
{
    /// <summary>Signs in there as <c>WHO</c>, agrees, and is back at the shop.</summary>
    private const string ThereAndBack = """
        const signIn = async () => {
          await page.fill('input[name=login]', process.env.WHO)
          await page.fill('input[name=password]', 'any')
          await page.getByRole('button', { name: 'Sign-in' }).click()
          await page.getByRole('button', { name: 'Continue' }).waitFor()
        }
        const there = async () => {
          await signIn()
          await page.getByRole('button', { name: 'Continue' }).click()
        }
        const answer = async () => JSON.parse(await page.locator('pre').textContent())
        """;

    [Fact]
    public async Task A_stranger_has_an_account_from_then_on_and_comes_back_to_it()
    {
        var first = await SignIn("ann");
        var again = await SignIn("ann");

        Assert.Equal("ann@mail.example", first.GetProperty("user").Text("email"));
        Assert.True(first.GetProperty("user").GetProperty("email_verified").GetBoolean());
        Assert.Equal("Other", first.GetProperty("user").Text("last_name"));
        Assert.Equal(first.GetProperty("user").Text("id"), again.GetProperty("user").Text("id"));
        using var client = shop.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", again.Text("access_token"));
        await (await client.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_has_an_account_with_a_verified_address_is_linked_to_it()
    {
        var id = await Account("joe@mail.example", verified: true);

        Assert.Equal($"{id}", (await SignIn("joe")).GetProperty("user").Text("id"));
    }

    [Fact]
    public async Task An_account_whose_address_nobody_proved_is_not_handed_over()
    {
        await Account("bob@mail.example", verified: false);

        Assert.Equal("google_link_unproved", (await SignIn("bob")).Text("code"));
    }

    [Fact]
    public async Task An_address_that_the_other_server_has_not_proved_opens_nothing()
    {
        Assert.Equal("google_email_unproved", (await SignIn("eve")).Text("code"));
        Assert.Null(await shop.Grains.EmailAddress(EmailAddress.Read("victim@mail.example").Value!).Holder());
    }

    [Fact]
    public async Task Staff_need_their_password()
    {
        await Account("seller@mail.example", verified: true, Role.Seller);

        Assert.Equal("password_needed", (await SignIn("sam")).Text("code"));
    }

    [Fact]
    public async Task A_storefront_gets_a_token_that_can_be_traded_once()
    {
        var visit = await Browser.Does(
            $$"""
            {{ThereAndBack}}
            await page.goto(`${process.env.SHOP}/api/v1/auth/google/login?return_to=${process.env.STOREFRONT}/back`)
            await there()
            await page.waitForURL('**/back#*')
            return page.url()
            """,
            ("SHOP", Home), ("WHO", "kim"), ("STOREFRONT", shop.Server));
        var back = new Uri(visit.Answer.GetString()!);
        var body = JsonSerializer.Serialize(
            new { refresh_token = Uri.UnescapeDataString(back.Fragment.Split('=', 2)[1]) });
        using var storefront = shop.Anonymous();

        Assert.Equal($"{shop.Server}/back", back.GetLeftPart(UriPartial.Path));
        await (await storefront.PostJson("/api/v1/auth/refresh", body)).Read(HttpStatusCode.OK);
        // For some seconds a trade may be repeated, because its answer may have been lost.
        shop.Clock.Advance(TimeSpan.FromSeconds(11));
        await (await storefront.PostJson("/api/v1/auth/refresh", body))
            .Problem(HttpStatusCode.Unauthorized, "invalid_refresh_token");
    }

    [Fact]
    public async Task A_code_that_was_caught_on_its_way_is_of_no_use_in_another_attempt()
    {
        var visit = await Browser.Does(
            $$"""
            {{ThereAndBack}}
            const login = `${process.env.SHOP}/api/v1/auth/google/login`
            const next = async answer => new URL((await answer).headers().location)
            await page.goto(login)
            await signIn()
            const consent = await page.locator('form').getAttribute('action')
            const agreed = page.request.post(consent, { form: { prompt: 'consent' }, maxRedirects: 0 })
            const back = await next(page.request.get(`${await next(agreed)}`, { maxRedirects: 0 }))
            const caught = back.searchParams.get('code')
            const other = (await next(page.request.get(login, { maxRedirects: 0 }))).searchParams.get('state')
            await page.goto(`${process.env.SHOP}/api/v1/auth/google/callback?code=${caught}&state=${other}`)
            return [caught, await answer()]
            """,
            ("SHOP", Home), ("WHO", "ann"));

        Assert.NotEmpty(visit.Answer[0].GetString()!);
        Assert.Equal("google_failed", visit.Answer[1].Text("code"));
    }

    [Fact]
    public async Task An_answer_to_nobodys_question_is_not_taken()
    {
        using var visitor = shop.Anonymous();
        await visitor.GetAsync("/api/v1/auth/google/login");

        foreach (var query in (string[])["", "?code=x", "?code=x&state=y", "?error=access_denied&state=y"])
        {
            await (await visitor.GetAsync($"/api/v1/auth/google/callback{query}"))
                .Problem(HttpStatusCode.Unauthorized, "google_failed");
        }
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("http://storefront.example.evil.example/")]
    [InlineData("http://storefront.example@evil.example/")]
    [InlineData("//storefront.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_on_to_a_page_that_is_not_the_shops(string page)
    {
        using var visitor = shop.Anonymous();

        await (await visitor.GetAsync($"/api/v1/auth/google/login?return_to={Uri.EscapeDataString(page)}"))
            .Problem(HttpStatusCode.UnprocessableEntity, "return_to_unknown");
    }

    private async Task<JsonElement> SignIn(string who)
    {
        var visit = await Browser.Does(
            $$"""
            {{ThereAndBack}}
            await page.goto(`${process.env.SHOP}/api/v1/auth/google/login`)
            await there()
            await page.waitForURL('**/google/callback*')
            return answer()
            """,
            ("SHOP", Home), ("WHO", who));
        return visit.Answer;
    }

    private async Task<Guid> Account(string email, bool verified, Role role = Role.Customer)
    {
        var id = Guid.CreateVersion7();
        var password = new Password(Visitors.Password);
        var account = await shop.Grains.User(id)
            .Register(new(email, password, new Profile("Some", "Body"), role, EmailVerified: verified));
        Assert.Null(account.Error);
        return id;
    }

    private string Home
    {
        get
        {
            using var anybody = shop.Anonymous();
            return anybody.BaseAddress!.ToString().TrimEnd('/');
        }
    }
}
