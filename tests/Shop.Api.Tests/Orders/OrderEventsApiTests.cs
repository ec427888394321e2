using System.Net;
using System.Text.Json;

namespace Shop.Orders;

public class OrderEventsApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task An_order_is_followed_live_and_gone_on_with_where_one_left()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 1));
        using (var stream = await Follow(customer, order))
        {
            Assert.Equal(("1", "created"), await Next(stream));
            await customer.Pays(order, "pay");
            Assert.Equal(("2", "paid"), await Next(stream));
        }

        using var later = await Follow(customer, order, lastSeen: "2");
        Assert.Equal(("3", "processing"), await Next(later));
    }

    [Fact]
    public async Task A_stranger_cannot_follow_it()
    {
        using var customer = await shop.Customer();
        using var stranger = await shop.Customer();
        using var anonymous = shop.Anonymous();
        var order = await customer.Orders(await shop.Sells(stock: 1));

        await (await stranger.GetAsync(PathOf(order))).Problem(HttpStatusCode.NotFound, "order_not_found");
        await (await anonymous.GetAsync(PathOf(order))).Read(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task It_ends_when_the_access_token_does()
    {
        await using var alone = await ShopHost.Start();
        using var customer = await alone.Customer();
        var order = await customer.Orders(await alone.Sells(stock: 1));
        using var stream = await Follow(customer, order);
        Assert.Equal(("1", "created"), await Next(stream));

        alone.Clock.Advance(Accounts.AccessTokens.Lifetime);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.DoesNotContain("event:", await stream.ReadToEndAsync(patience.Token), StringComparison.Ordinal);
    }

    private static async Task<StreamReader> Follow(HttpClient client, JsonElement order, string? lastSeen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(order));
        if (lastSeen is not null)
            request.Headers.Add("Last-Event-ID", lastSeen);

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync());
    }

    private static async Task<(string Id, string Kind)> Next(StreamReader stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var id = "";
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line["id: ".Length..];
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                return (id, line["event: ".Length..]);
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    private static string PathOf(JsonElement order) => $"/api/v1/orders/{order.GetProperty("id").GetGuid()}/events";
}
