using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Orders;
using Shop.Providers.Paystack;
using Shop.Providers.Stripe;

namespace Shop.Payments;

/// <summary>Events as Stripe and Paystack write them, and as somebody else would like to.</summary>
public class ProviderWebhookTests(ProviderShop shop) : IClassFixture<ProviderShop>
{
    public static TheoryData<string> Both => ["stripe", "paystack"];

    [Theory, MemberData(nameof(Both))]
    public async Task What_the_provider_did_not_sign_so_stores_nothing(string provider)
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt(provider, await shop.Sells(stock: 1));
        var body = Bytes(await Withheld(customer, order, provider));
        var good = Sign(shop, provider, body);
        var rewritten = Bytes(JsonNode.Parse(body)!.AsObject(), indented: true);

        foreach (var (sent, signature) in new[]
        {
            (body, null), (body, ""), (body, Sign(shop, provider, body, "whsec_of_somebody_else")), (rewritten, good),
            (body, good[..^1]), (body, StripeServer.Sign(body, shop.Stripe.WebhookSecret, Now(shop) - 301)),
        })
        {
            await (await Post(shop, provider, sent, signature))
                .Problem(HttpStatusCode.BadRequest, "webhook_signature_wrong");
        }

        Assert.Equal(0, await Stored(order));
        Assert.Equal(HttpStatusCode.NoContent, (await Post(shop, provider, body, good)).StatusCode);
        await customer.Awaits(order, "processing");
    }

    [Fact]
    public async Task While_a_secret_is_rolled_events_of_both_are_taken()
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt("stripe", await shop.Sells(stock: 1));
        var body = Bytes(await Withheld(customer, order, "stripe"));

        var answer = await Post(shop, "stripe", body, Sign(shop, "stripe", body, ProviderShop.OtherSecret));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await customer.Awaits(order, "processing");
    }

    [Theory]
    [InlineData("stripe", "amount_total", "999")]
    [InlineData("stripe", "currency", "\"eur\"")]
    [InlineData("paystack", "amount", "999")]
    [InlineData("paystack", "currency", "\"NGN\"")]
    public async Task Another_amount_or_currency_than_the_orders_never_pays(string provider, string field, string value)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 1, price: 1_000);
        var order = await customer.OrdersAt(provider, mug);
        var happened = await Withheld(customer, order, provider);
        About(provider, happened)[field] = JsonNode.Parse(value);

        await Send(provider, happened);
        await Done(order);

        var seen = await customer.Sees(order);
        Assert.Equal("created", seen.GetProperty("status").GetString());
        Assert.Equal("amount_differs", seen.GetProperty("payments")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_session_that_expires_after_it_was_paid_changes_nothing()
    {
        using var customer = await shop.Customer();
        var order = await customer.BuysAt("stripe", await shop.Sells(stock: 1));
        var happened = shop.Stripe.Webhooks.Events.Last().DeepClone().AsObject();
        (happened["id"], happened["type"]) = ($"evt_{Guid.CreateVersion7():N}", "checkout.session.expired");
        (About("stripe", happened)["status"], About("stripe", happened)["payment_status"]) = ("expired", "unpaid");

        await Send("stripe", happened);
        await Done(order);

        Assert.Equal("processing", (await customer.Sees(order)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("stripe", """{"id":"evt_x1","type":"customer.created","data":{"object":{"id":"cus_1"}}}""")]
    [InlineData("stripe", """{"id":"evt_x2","type":"checkout.session.completed","data":{"object":{"id":"cs_x"}}}""")]
    [InlineData("paystack", """{"event":"subscription.create","data":{"reference":"nobody"}}""")]
    [InlineData("paystack", """{"event":"charge.success","data":{"reference":"nobody","amount":1}}""")]
    public async Task What_the_shop_does_not_know_or_did_not_open_is_kept_and_ignored(string provider, string happened)
    {
        var before = await Ignored();

        await Send(provider, JsonNode.Parse(happened)!.AsObject());
        await Send(provider, JsonNode.Parse(happened)!.AsObject());

        Assert.Equal(before + 1, await Ignored());
    }

    [Theory]
    [InlineData("stripe", "nonsense")]
    [InlineData("stripe", "{}")]
    [InlineData("paystack", "[1]")]
    [InlineData("paystack", """{"event":""}""")]
    public async Task Nonsense_is_refused_even_if_it_is_signed(string provider, string nonsense)
    {
        var body = Encoding.UTF8.GetBytes(nonsense);

        await (await Post(shop, provider, body, Sign(shop, provider, body)))
            .Problem(HttpStatusCode.BadRequest, "webhook_malformed");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_event_that_cannot_be_stored_is_not_taken_and_the_provider_sends_it_again(string provider)
    {
        await using var own = new ProviderShop();
        await own.InitializeAsync();
        using var customer = await own.Customer();
        var order = await customer.OrdersAt(provider, await own.Sells(stock: 1));

        own.Link.Cut();
        await customer.Pays(order, "pay");
        var body = Bytes(own.Provider(provider).Webhooks.Events.Last());
        var refused = await Post(own, provider, body, Sign(own, provider, body));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(0, await own.Database.Value<long>("select count(*) from payment_inbox"));
        own.Link.Mend();

        for (var tries = 0; await own.Database.Value<string>("select status from orders") != "processing"; tries++)
        {
            Assert.True(tries < 100, "The event was not sent again.");
            await Task.Delay(100);
        }
    }

    /// <summary>The second of the test cases of RFC 4231.</summary>
    [Fact]
    public void The_small_Paystack_signs_as_the_standard_says() => Assert.Equal(
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        PaystackServer.Sign("what do ya want for nothing?"u8.ToArray(), "Jefe"));

    /// <summary>The customer pays, and the provider's event is ours to send.</summary>
    private async Task<JsonObject> Withheld(HttpClient customer, JsonElement order, string provider)
    {
        var webhooks = shop.Provider(provider).Webhooks;
        var target = webhooks.Target;
        webhooks.Target = null;
        await customer.Pays(order, "pay");
        webhooks.Target = target;
        return webhooks.Events.Last().DeepClone().AsObject();
    }

    private static JsonNode About(string provider, JsonObject happened) =>
        provider == "stripe" ? happened["data"]!["object"]! : happened["data"]!;

    private static string Sign(ProviderShop shop, string provider, byte[] body, string? secret = null) =>
        provider == "stripe"
            ? StripeServer.Sign(body, secret ?? shop.Stripe.WebhookSecret, Now(shop))
            : PaystackServer.Sign(body, secret ?? shop.Paystack.SecretKey);

    private async Task Send(string provider, JsonObject happened)
    {
        var body = Bytes(happened);
        var answer = await Post(shop, provider, body, Sign(shop, provider, body));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> Post(
        ProviderShop shop, string provider, byte[] body, string? signature)
    {
        using var client = shop.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/webhooks/{provider}");
        request.Content = new ByteArrayContent(body);
        var header = provider == "stripe" ? "Stripe-Signature" : "x-paystack-signature";
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(header, signature);
        return await client.SendAsync(request);
    }

    private static byte[] Bytes(JsonObject happened, bool indented = false) =>
        Encoding.UTF8.GetBytes(happened.ToJsonString(new() { WriteIndented = indented }));

    private static long Now(ProviderShop shop) => shop.Clock.GetUtcNow().ToUnixTimeSeconds();

    private Task<long> Ignored() =>
        shop.Database.Value<long>("select count(*) from payment_inbox where status = 'ignored'");

    private Task<long> Stored(JsonElement order, string status = "%") => shop.Database.Value<long>(
        "select count(*) from payment_inbox "
        + $"where order_id = '{order.GetProperty("id").GetGuid()}' and status like '{status}'");

    /// <summary>Returns when every event of the order was carried out.</summary>
    private async Task Done(JsonElement order)
    {
        for (var tries = 0; await Stored(order, "pending") > 0; tries++)
        {
            Assert.True(tries < 100, "An event was not carried out.");
            await Task.Delay(100);
        }
    }
}
