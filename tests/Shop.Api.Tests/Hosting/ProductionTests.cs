using System.Net;
using Microsoft.Extensions.Configuration;

namespace Shop.Hosting;

public class ProductionTests
{
    [Fact]
    public async Task What_is_for_trying_out_is_shut()
    {
        await using var shop = await ShopHost.Start(Production.With());
        using var anybody = shop.Anonymous();

        Assert.DoesNotContain(shop.Endpoints, endpoint => endpoint.RoutePattern.RawText!.Contains("/dev/"));
        await (await anybody.PostJson("/api/v1/dev/shoppers", """{"count":1}"""))
            .Problem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/dev/mail")).StatusCode);
    }

    [Fact]
    public async Task No_admin_is_made_up()
    {
        await using var shop = await ShopHost.Start(Production.With());

        Assert.Equal(0, await shop.Database.Value<long>("select count(*) from users"));
    }

    [Fact]
    public async Task The_limits_are_tight()
    {
        await using var shop = await ShopHost.Start(Production.With());
        using var anybody = shop.Anonymous();
        var answer = await anybody.GetAsync("/api/v1/products");

        Assert.Equal("100", answer.Headers.GetValues("RateLimit-Limit").Single());
    }

    [Fact]
    public async Task Nobody_gets_goods_for_no_money_by_oversight()
    {
        var refusal = await Assert.ThrowsAsync<CannotStartException>(
            () => ShopHost.Start(("SHOP_ENVIRONMENT", "production"), ("SHOP_SECRET", Production.Secret)));

        Assert.StartsWith("SHOP_SANDBOX is not set", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SHOP_SECRET", null)]
    [InlineData("SHOP_SECRET", "short")]
    [InlineData("SHOP_SECRET", "changemechangemechangemechangeme")]
    [InlineData("SHOP_CORS_ORIGINS", "*")]
    [InlineData("SHOP_CORS_ORIGINS", "https://shop.example/path")]
    [InlineData("SHOP_CORS_ORIGINS", "shop.example")]
    [InlineData("SHOP_TRUSTED_PROXIES", "everybody")]
    [InlineData("SHOP_TRUSTED_PROXIES", "10.0.0.0/99")]
    [InlineData("SHOP_RATE_LIMIT_ANONYMOUS", "0")]
    public void A_wrong_setting_stops_the_start_with_a_line_that_names_it(string name, string? value)
    {
        var settings = Production.With().ToDictionary(setting => setting.Name, string? (setting) => setting.Value);
        settings[name] = value;
        var source = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        var refusal = Assert.Throws<CannotStartException>(() => ShopSettings.From(source, Path.GetTempPath()));
        Assert.StartsWith($"{name} is ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_secret_is_not_shown_when_it_is_refused()
    {
        var source = new ConfigurationBuilder().AddInMemoryCollection([new("SHOP_SECRET", "hunter2")]).Build();
        var refusal = Assert.Throws<CannotStartException>(() => ShopSettings.From(source, Path.GetTempPath()));

        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }
}
