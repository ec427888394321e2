using System.Net;

namespace Shop.Hosting;

public class HealthTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task The_shop_is_ready_while_its_database_is_there_and_comes_back_by_itself()
    {
        using var client = shop.Anonymous();
        await (await client.GetAsync("/health/ready")).Read(HttpStatusCode.OK);

        shop.Link.Cut();
        var away = await client.GetAsync("/health/ready");
        await away.Problem(HttpStatusCode.ServiceUnavailable, "not_ready");
        Assert.NotNull(away.Headers.RetryAfter);
        Assert.Equal(
            "ok",
            (await (await client.GetAsync("/health/live")).Read(HttpStatusCode.OK)).GetProperty("status").GetString());

        shop.Link.Mend();
        await (await client.GetAsync("/health/ready")).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_list_is_unavailable_while_the_database_is_away()
    {
        await using var own = await ShopHost.Start();
        using var client = await own.Customer();
        own.Link.Cut();
        var answer = await client.GetAsync("/api/v1/orders");
        await answer.Problem(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);

        own.Link.Mend();
        await (await client.GetAsync("/api/v1/orders")).Read(HttpStatusCode.OK);
    }
}
