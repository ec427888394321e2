using System.Net;
using System.Text.Json;
using Shop.Orders;

namespace Shop.Accounts;

/// <summary>What a person can take along, and what stays when they go.</summary>
public class LeavingApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Me = "/api/v1/users/me";
    private const string Home = """
        {"recipient": "Ann Lee", "line1": "1 High Street", "city": "London", "country": "gb"}
        """;

    [Fact]
    public async Task All_that_the_shop_holds_of_a_person_can_be_taken_home()
    {
        using var client = shop.Anonymous();
        var email = await Settled(client);
        var order = await client.Orders(await shop.Sells(stock: 1));
        var mug = await shop.Sells(stock: 1);
        await client.Puts(mug);

        var export = await (await client.GetAsync($"{Me}/export")).Read(HttpStatusCode.OK);

        Assert.Equal(email, export.GetProperty("user").Text("email"));
        Assert.Equal("London", Only(export, "addresses").Text("city"));
        Only(export, "sessions");
        Assert.Contains(
            export.GetProperty("cart").GetProperty("items").EnumerateArray(), item => item.Text("sku") == mug.Sku);
        var told = Only(export, "orders");
        Assert.Equal(order.Text("reference"), told.Text("reference"));
        Assert.Equal(email, told.Text("email"));
        Assert.Equal("London", told.GetProperty("shipping_address").Text("city"));
        Assert.NotEqual(0, told.GetProperty("timeline").GetArrayLength());
        var mails = export.GetProperty("mails").EnumerateArray().ToList();
        Assert.Contains(mails, mail => mail.Text("kind") == "account.welcome");
        Assert.DoesNotContain(mails, mail => mail.GetProperty("body").TryGetProperty("code", out _));
        Assert.Contains(
            export.GetProperty("deeds").EnumerateArray(),
            deed => deed.Text("action") == "POST /api/v1/auth/login" && deed.Text("outcome") == "200");
    }

    [Fact]
    public async Task Nobody_takes_home_what_is_anothers()
    {
        using var owner = shop.Anonymous();
        using var other = shop.Anonymous();
        var email = await Settled(owner);
        await Settled(other);

        var export = await (await other.GetAsync($"{Me}/export")).Read(HttpStatusCode.OK);

        Assert.DoesNotContain(email, export.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_account_go_its_cart_its_mails_and_the_answers_kept_for_repeats()
    {
        using var client = shop.Anonymous();
        var email = await Settled(client);
        var mug = await shop.Sells(stock: 1);
        var put = await client.Send(
            HttpMethod.Post, "/api/v1/cart", $$"""{"product_id": "{{mug.Id}}", "quantity": 1}""",
            ("Idempotency-Key", "once"));
        await put.Read(HttpStatusCode.OK);
        var me = (await (await client.GetAsync(Me)).Read(HttpStatusCode.OK)).Text("id");
        var cart = $"select count(*) from carts where id = '{me}'";
        var answers = $"select count(*) from idempotency_keys where caller = '{me}'";
        var mails = $"select count(*) from outbox where recipient = '{email}'";
        foreach (var kept in (string[])[cart, answers, mails])
            Assert.NotEqual(0, await shop.Database.Value<long>(kept));

        await (await client.DeleteAsync(Me)).Read(HttpStatusCode.NoContent);
        Assert.Equal(0, await shop.Database.Value<long>(mails));
        shop.Clock.Advance(TimeSpan.FromSeconds(2));
        await shop.Grains.Sweeper().Sweep();

        Assert.Equal(0, await shop.Database.Value<long>(cart));
        Assert.Equal(0, await shop.Database.Value<long>(answers));
        Assert.Equal(0, await shop.Database.Value<long>($"select count(*) from users where email = '{email}'"));
    }

    /// <summary>Registered, signed in, and with an address.</summary>
    private static async Task<string> Settled(HttpClient client)
    {
        var (email, _) = await client.SignedIn();
        await (await client.PostJson($"{Me}/addresses", Home)).Read(HttpStatusCode.Created);
        return email;
    }

    private static JsonElement Only(JsonElement export, string part) =>
        Assert.Single(export.GetProperty(part).EnumerateArray());
}
