using System.Net;
using System.Text.Json;
using Shop.Orders;
using Shop.Testing;

namespace Shop.Notifications;

/// <summary>Told to a server that checks signatures with the library of Standard Webhooks.</summary>
public class SubscriptionApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Path = "/api/v1/admin/subscriptions";

    /// <summary>A path says what to answer; a PUT tells a secret. Says a line for each request.</summary>
    private const string Script = """
        const { Webhook } = require('standardwebhooks')
        const secrets = []
        const http = require('http')
        let requests = 0
        const server = http.createServer((request, response) => {
          const parts = []
          if (request.method === 'PUT') {
            secrets.push(decodeURIComponent(request.url.slice(1)))
            return response.end()
          }
          request.on('data', part => parts.push(part)).on('end', () => {
            const signed = secrets.map(secret => {
              try { new Webhook(secret).verify(Buffer.concat(parts).toString(), request.headers); return true }
              catch { return false }
            })
            const status = request.url === '/gone' ? 410 : request.url === '/flaky' && requests++ === 0 ? 500 : 204
            response.writeHead(status).end()
            console.log(JSON.stringify({ signed, id: request.headers['webhook-id'], status,
              body: JSON.parse(Buffer.concat(parts).toString()) }))
          })
        })
        server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
        process.stdin.on('end', () => process.exit(0)).resume()
        """;

    [Fact]
    public async Task A_subscriber_is_told_by_a_request_that_its_library_verifies()
    {
        await using var partner = await Partner();
        using var admin = await shop.Admin();
        var made = await Subscribe(admin, $"{partner.Address}/shop", "order.cancelled");
        await Tell(partner, Secret(made));
        var renewed = await (await admin.PostAsync($"{Path}/{Id(made)}/secret", null)).Read(HttpStatusCode.OK);
        await Tell(partner, Secret(renewed));

        var order = await CancelledOrder();

        var told = JsonElement.Parse(await partner.Says());
        Assert.Equal("[true,true]", told.GetProperty("signed").GetRawText());
        Assert.Equal("order.cancelled", told.GetProperty("body").GetProperty("type").GetString());
        Assert.Equal(
            order.GetProperty("reference").GetString(),
            told.GetProperty("body").GetProperty("data").GetProperty("reference").GetString());
        var logged = Assert.Single(await Deliveries(admin, made, "sent"));
        Assert.Equal(told.GetProperty("id").GetString(), logged.GetProperty("message_id").GetString());
        await Remove(admin, made);
    }

    [Fact]
    public async Task What_was_not_taken_is_told_again_and_what_was_can_be_replayed()
    {
        await using var partner = await Partner();
        using var admin = await shop.Admin();
        var made = await Subscribe(admin, $"{partner.Address}/flaky", "order.cancelled");
        await CancelledOrder();
        var first = JsonElement.Parse(await partner.Says());
        Assert.Equal(500, first.GetProperty("status").GetInt32());
        Assert.Contains("500", (await Deliveries(admin, made, "waiting", "500"))[0].GetRawText());

        shop.Clock.Advance(TimeSpan.FromSeconds(10));

        var second = JsonElement.Parse(await partner.Says());
        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        Assert.Equal(2, (await Deliveries(admin, made, "sent"))[0].GetProperty("attempts").GetInt32());
        var replay = $"{Path}/{Id(made)}/deliveries/{second.GetProperty("id").GetString()}/replay";
        await (await admin.PostAsync(replay, null)).Read(HttpStatusCode.NoContent);
        Assert.Equal(
            second.GetProperty("id").GetString(),
            JsonElement.Parse(await partner.Says()).GetProperty("id").GetString());
        await Remove(admin, made);
    }

    [Fact]
    public async Task A_subscriber_that_is_gone_is_not_told_twice()
    {
        await using var partner = await Partner();
        using var admin = await shop.Admin();
        var made = await Subscribe(admin, $"{partner.Address}/gone", "order.cancelled");

        await CancelledOrder();

        var dead = Assert.Single(await Deliveries(admin, made, "dead"));
        Assert.Equal("It answered 410.", dead.GetProperty("failure").GetString());
        await Remove(admin, made);
        Assert.Empty(await Read(admin, $"{Path}/deliveries?subscription={Id(made)}"));
        await (await admin.GetAsync($"{Path}/{Id(made)}")).Problem(HttpStatusCode.NotFound, "subscription_not_found");
    }

    [Theory]
    [InlineData("""{"url":"ftp://partner.example"}""", "subscription_url_refused")]
    [InlineData("""{"url":"https://user:word@partner.example"}""", "subscription_url_refused")]
    [InlineData("""{"url":"https://partner.example","kinds":["account.verify"]}""", "subscription_kind_unknown")]
    public async Task A_wrong_subscription_is_refused(string body, string code)
    {
        using var admin = await shop.Admin();
        await (await admin.PostJson(Path, body)).Problem(HttpStatusCode.UnprocessableEntity, code);
    }

    [Fact]
    public async Task Only_who_made_it_sees_the_secret_and_only_staff_see_the_rest()
    {
        using var admin = await shop.Admin();
        using var customer = await shop.Customer();
        var made = await Subscribe(admin, "https://partner.example/shop", "order.refunded");

        var seen = await (await admin.GetAsync($"{Path}/{Id(made)}")).Content.ReadAsStringAsync();
        var listed = await (await admin.GetAsync(Path)).Content.ReadAsStringAsync();

        Assert.Contains($"{Id(made)}", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", seen + listed, StringComparison.Ordinal);
        Assert.Equal(0, await shop.Database.Value<long>(
            $"select count(*) from webhook_subscriptions where state::text like '%{Secret(made)[6..]}%'"));
        await (await customer.GetAsync($"{Path}/{Id(made)}")).Read(HttpStatusCode.Forbidden);
        await Remove(admin, made);
    }

    [Fact]
    public async Task In_production_nothing_goes_into_the_own_house_nor_in_the_clear()
    {
        await using var careful = await ShopHost.Start(("SHOP_WEBHOOKS_INSIDE", "off"));
        using var admin = await careful.Admin();
        await (await admin.PostJson(Path, """{"url":"http://partner.example/shop"}"""))
            .Problem(HttpStatusCode.UnprocessableEntity, "subscription_url_refused");
        var made = await Subscribe(admin, "https://localhost:1/shop", "order.cancelled");

        await CancelledOrder(careful);

        var waits = await Deliveries(admin, made, "waiting", "no public address");
        Assert.Equal(1, waits[0].GetProperty("attempts").GetInt32());
    }

    private static Task<Peer> Partner() => Peer.Start(Script, ["standardwebhooks@1.0.0"]);

    private static async Task Tell(Peer partner, string secret)
    {
        using var http = new HttpClient();
        (await http.PutAsync($"{partner.Address}/{Uri.EscapeDataString(secret)}", null)).EnsureSuccessStatusCode();
    }

    private static async Task<JsonElement> Subscribe(HttpClient admin, string url, string kind) =>
        await (await admin.PostJson(Path, $$"""{"url":"{{url}}","kinds":["{{kind}}"]}"""))
            .Read(HttpStatusCode.Created);

    private static async Task Remove(HttpClient admin, JsonElement made) =>
        await (await admin.DeleteAsync($"{Path}/{Id(made)}")).Read(HttpStatusCode.NoContent);

    private async Task<JsonElement> CancelledOrder(ShopHost? other = null)
    {
        var host = other ?? shop;
        using var customer = await host.Customer();
        var order = await customer.Orders(await host.Sells(stock: 1));
        await (await customer.PostJson($"/api/v1/orders/{order.GetProperty("id").GetGuid()}/cancel", "{}"))
            .Read(HttpStatusCode.OK);
        return order;
    }

    /// <summary>The subscriber's deliveries, once there are some that have the status and speak of it.</summary>
    private static async Task<JsonElement[]> Deliveries(
        HttpClient admin, JsonElement made, string status, string saying = "")
    {
        for (var tries = 0; ; tries++)
        {
            var found = await Read(admin, $"{Path}/deliveries?subscription={Id(made)}&status={status}");
            if (found.Any(one => one.GetRawText().Contains(saying, StringComparison.Ordinal)))
                return found;

            Assert.True(tries < 200, $"None is {status} {saying}.");
            await Task.Delay(50);
        }
    }

    private static async Task<JsonElement[]> Read(HttpClient admin, string path) =>
        [.. (await (await admin.GetAsync(path)).Read(HttpStatusCode.OK)).GetProperty("results").EnumerateArray()];

    private static Guid Id(JsonElement made) => made.GetProperty("id").GetGuid();

    private static string Secret(JsonElement made) => made.GetProperty("secret").GetString()!;
}
