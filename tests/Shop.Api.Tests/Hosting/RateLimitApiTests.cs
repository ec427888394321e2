using System.Net;
using System.Net.Http.Headers;

namespace Shop.Hosting;

public class RateLimitApiTests
{
    private const string Products = "/api/v1/products";

    [Fact]
    public async Task What_is_left_is_told_and_what_is_beyond_is_refused()
    {
        await using var shop = await ShopHost.Start(("SHOP_RATE_LIMIT_ANONYMOUS", "3"));
        using var anybody = shop.Anonymous();
        foreach (var left in (string[])["2", "1", "0"])
        {
            var answer = await anybody.GetAsync(Products);
            await answer.Read(HttpStatusCode.OK);
            Assert.Equal("3", Header(answer, "RateLimit-Limit"));
            Assert.Equal(left, Header(answer, "RateLimit-Remaining"));
            Assert.InRange(int.Parse(Header(answer, "RateLimit-Reset")), 1, 3600);
        }

        var refused = await anybody.GetAsync(Products);
        await refused.Problem(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 19, 20);
        Assert.Equal("0", Header(refused, "RateLimit-Remaining"));

        shop.Clock.Advance(TimeSpan.FromMinutes(20));
        await (await anybody.GetAsync(Products)).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Each_account_has_the_budget_of_its_role()
    {
        await using var shop = await ShopHost.Start(
            ("SHOP_RATE_LIMIT_ANONYMOUS", "1"), ("SHOP_RATE_LIMIT_CUSTOMER", "2"), ("SHOP_RATE_LIMIT_STAFF", "4"));
        using var anybody = shop.Anonymous();
        using var customer = await shop.Customer();
        using var other = await shop.Customer();
        using var seller = await shop.Seller();
        using var admin = await shop.Admin();

        Assert.Equal(1, await Granted(anybody));
        Assert.Equal(2, await Granted(customer));
        Assert.Equal(2, await Granted(other));
        Assert.Equal(4, await Granted(seller));
        Assert.Equal(4, await Granted(admin));
    }

    [Fact]
    public async Task A_bad_token_buys_no_budget_of_its_own()
    {
        await using var shop = await ShopHost.Start(("SHOP_RATE_LIMIT_ANONYMOUS", "2"));
        using var forger = shop.Anonymous();
        forger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");

        Assert.Equal(2, await Granted(forger));
    }

    [Fact]
    public async Task Signing_in_and_checking_out_have_budgets_of_their_own()
    {
        await using var shop = await ShopHost.Start(
            ("SHOP_RATE_LIMIT_LOGIN", "1"), ("SHOP_RATE_LIMIT_CHECKOUT", "1"));
        using var customer = await shop.Customer();
        Assert.NotEqual(429, await Post(customer, "/api/v1/auth/login"));
        Assert.NotEqual(429, await Post(customer, "/api/v1/checkout"));

        Assert.Equal(429, await Post(customer, "/api/v1/auth/login"));
        Assert.Equal(429, await Post(customer, "/api/v1/users/login"));
        Assert.Equal(429, await Post(customer, "/api/v1/checkout"));
        await (await customer.GetAsync(Products)).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Probes_pages_and_providers_are_not_counted()
    {
        await using var shop = await ShopHost.Start(("SHOP_RATE_LIMIT_ANONYMOUS", "1"));
        using var anybody = shop.Anonymous();
        await anybody.GetAsync(Products);
        for (var again = 0; again < 3; again++)
        {
            await (await anybody.GetAsync("/health/live")).Read(HttpStatusCode.OK);
            Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync("/redoc/index.html")).StatusCode);
            Assert.NotEqual(429, await Post(anybody, "/api/v1/webhooks/sandbox"));
        }
    }

    [Fact]
    public async Task Behind_a_proxy_each_caller_is_told_apart_and_nobody_can_pretend()
    {
        await using var shop = await ShopHost.Start(
            ("SHOP_RATE_LIMIT_ANONYMOUS", "1"), ("SHOP_TRUSTED_PROXIES", "127.0.0.0/8, ::1, 10.0.0.1"));
        using var proxy = shop.Anonymous();

        Assert.Equal(200, await From(proxy, "198.51.100.1"));
        Assert.Equal(200, await From(proxy, "198.51.100.2, 10.0.0.1"));
        Assert.Equal(429, await From(proxy, "198.51.100.2"));
        // What a caller wrote itself stands before what the proxy has added.
        Assert.Equal(429, await From(proxy, "198.51.100.77, 198.51.100.1"));
    }

    [Fact]
    public async Task Without_a_trusted_proxy_the_header_means_nothing()
    {
        await using var shop = await ShopHost.Start(("SHOP_RATE_LIMIT_ANONYMOUS", "1"));
        using var pretender = shop.Anonymous();

        Assert.Equal(200, await From(pretender, "198.51.100.1"));
        Assert.Equal(429, await From(pretender, "198.51.100.2"));
    }

    private static async Task<int> Granted(HttpClient client)
    {
        for (var granted = 0; ; granted++)
        {
            if ((await client.GetAsync(Products)).StatusCode is HttpStatusCode.TooManyRequests)
                return granted;
        }
    }

    private static async Task<int> Post(HttpClient client, string path) =>
        (int)(await client.PostJson(path, "{}")).StatusCode;

    private static async Task<int> From(HttpClient client, string address) =>
        (int)(await client.Send(HttpMethod.Get, Products, null, ("X-Forwarded-For", address))).StatusCode;

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
