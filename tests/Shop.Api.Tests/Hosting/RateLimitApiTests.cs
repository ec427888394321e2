using System.Net;
using System.Net.Http.Headers;

namespace Shop.Hosting;

public class RateLimitApiTests(RateLimitApiTests.StrictShop shop) : IClassFixture<RateLimitApiTests.StrictShop>
{
    private const string Products = "/api/v1/products";

    private static int callers;

    [Fact]
    public async Task What_is_left_is_told_and_what_is_beyond_is_refused()
    {
        using var anybody = Somewhere();
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
        using var anybody = Somewhere();
        using var customer = await shop.Customer();
        using var other = await shop.Customer();
        using var seller = await shop.Seller();
        using var admin = await shop.Admin();

        Assert.Equal(3, await Granted(anybody));
        Assert.Equal(4, await Granted(customer));
        Assert.Equal(4, await Granted(other));
        Assert.Equal(6, await Granted(seller));
        Assert.Equal(6, await Granted(admin));
    }

    [Fact]
    public async Task A_bad_token_buys_no_budget_of_its_own()
    {
        using var forger = Somewhere();
        forger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a.b.c");

        Assert.Equal(3, await Granted(forger));
    }

    [Fact]
    public async Task Signing_in_and_checking_out_have_budgets_of_their_own()
    {
        using var customer = await shop.Customer();
        From(customer, NextAddress());
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
        using var anybody = Somewhere();
        await Granted(anybody);
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
        var (one, another) = (NextAddress(), NextAddress());

        Assert.Equal(3, await Granted(one));
        Assert.Equal(3, await Granted($"{another}, 10.0.0.1"));
        Assert.Equal(0, await Granted(another));
        // What a caller wrote itself stands before what the proxy has added.
        Assert.Equal(0, await Granted($"{NextAddress()}, {one}"));
    }

    [Fact]
    public async Task Without_a_trusted_proxy_the_header_means_nothing()
    {
        await using var own = await ShopHost.Start(("SHOP_RATE_LIMIT_ANONYMOUS", "1"));
        using var pretender = From(own.Anonymous(), "198.51.100.1");
        Assert.Equal(1, await Granted(pretender));

        Assert.Equal(0, await Granted(From(pretender, "198.51.100.2")));
    }

    /// <summary>Somebody whom nobody has heard of, behind the proxy.</summary>
    private HttpClient Somewhere() => From(shop.Anonymous(), NextAddress());

    private static string NextAddress() => $"198.51.100.{Interlocked.Increment(ref callers)}";

    private static HttpClient From(HttpClient client, string address)
    {
        client.DefaultRequestHeaders.Remove("X-Forwarded-For");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    private async Task<int> Granted(string address)
    {
        using var proxy = From(shop.Anonymous(), address);
        return await Granted(proxy);
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

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    /// <summary>Few of everything, each of its own number.</summary>
    public sealed class StrictShop : ShopHost
    {
        public StrictShop()
        {
            Settings["SHOP_RATE_LIMIT_ANONYMOUS"] = "3";
            Settings["SHOP_RATE_LIMIT_CUSTOMER"] = "4";
            Settings["SHOP_RATE_LIMIT_STAFF"] = "6";
            Settings["SHOP_RATE_LIMIT_LOGIN"] = "1";
            Settings["SHOP_RATE_LIMIT_CHECKOUT"] = "1";
            Settings["SHOP_TRUSTED_PROXIES"] = "127.0.0.0/8, ::1, 10.0.0.1";
        }
    }
}
