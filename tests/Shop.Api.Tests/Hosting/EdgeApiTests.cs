using System.Net;

namespace Shop.Hosting;

public class EdgeApiTests(EdgeApiTests.ShopWithFriends shop) : IClassFixture<EdgeApiTests.ShopWithFriends>
{
    private const string Products = "/api/v1/products";
    private const string Friend = "https://friend.example";

    [Fact]
    public async Task Pages_of_allowed_origins_may_call_and_others_may_not()
    {
        using var browser = shop.Anonymous();

        Assert.Equal(Friend, Allowed(await browser.Send(HttpMethod.Get, Products, null, ("Origin", Friend))));
        Assert.Null(Allowed(await browser.Send(HttpMethod.Get, Products, null, ("Origin", "https://evil.example"))));
        Assert.Null(Allowed(await browser.Send(HttpMethod.Get, Products, null, ("Origin", $"{Friend}.evil.example"))));
        Assert.Null(Allowed(await browser.Send(HttpMethod.Get, "/admin/login", null, ("Origin", Friend))));
    }

    [Fact]
    public async Task A_preflight_tells_what_may_be_sent_and_lets_no_cookie_through()
    {
        using var browser = shop.Anonymous();
        var answer = await browser.Send(
            HttpMethod.Options, "/api/v1/cart", null, ("Origin", Friend), ("Access-Control-Request-Method", "PATCH"),
            ("Access-Control-Request-Headers", "authorization,idempotency-key"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains("PATCH", Header(answer, "Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", Header(answer, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Without_the_setting_no_other_origin_may_call()
    {
        await using var own = await ShopHost.Start();
        using var browser = own.Anonymous();

        Assert.Null(Allowed(await browser.Send(HttpMethod.Get, Products, null, ("Origin", Friend))));
    }

    [Theory]
    [InlineData("/api/v1/products")]
    [InlineData("/api/v1/nothing-here")]
    [InlineData("/")]
    [InlineData("/swagger/index.html")]
    public async Task Every_answer_tells_the_browser_what_not_to_do(string path)
    {
        using var browser = shop.Anonymous();
        var answer = await browser.GetAsync(path);

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Contains(
            "frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "script-src 'self' 'unsafe-inline'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Behind_tls_a_browser_is_told_to_stay_there()
    {
        await using var own = await ShopHost.Start(Production.With(("SHOP_TRUSTED_PROXIES", "127.0.0.1, ::1")));
        using var browser = own.Anonymous();
        var plain = await browser.GetAsync(Products);
        var tls = await browser.Send(HttpMethod.Get, Products, null, ("X-Forwarded-Proto", "https"));

        Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
        Assert.Contains("max-age=31536000", Header(tls, "Strict-Transport-Security"), StringComparison.Ordinal);
    }

    private static string? Allowed(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null;

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.GetValues(name));

    public sealed class ShopWithFriends : ShopHost
    {
        public ShopWithFriends() => Settings["SHOP_CORS_ORIGINS"] = $"{Friend}, http://localhost:3000";
    }
}
