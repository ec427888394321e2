using System.Net;
using System.Text.Json;
using Shop.Orders;
using Shop.Providers;

namespace Shop.Payments;

/// <summary>Customers pay with Stripe and with Paystack, each on its own server, well and badly.</summary>
public class ProviderPaymentTests(ProviderShop shop) : IClassFixture<ProviderShop>
{
    public static TheoryData<string> Both => ["stripe", "paystack"];

    [Theory, MemberData(nameof(Both))]
    public async Task A_customer_pays_on_the_page_of_the_provider_of_their_choice(string provider)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 3, price: 2_500);
        var order = await customer.OrdersAt(provider, mug, quantity: 2);
        Assert.StartsWith(shop.Provider(provider).Url, order.GetProperty("payment_url").GetString());
        Assert.Equal(provider, order.GetProperty("payment_provider").GetString());

        await customer.Pays(order, "pay");
        var paid = await customer.Awaits(order, "processing");

        var payment = Assert.Single(paid.GetProperty("payments").EnumerateArray());
        Assert.Equal(
            (5_000L, "succeeded"),
            (payment.GetProperty("amount").GetInt64(), payment.GetProperty("status").GetString()));
        Assert.Equal(1, await customer.Available(mug));
    }

    [Fact]
    public async Task The_customer_is_told_who_takes_payments()
    {
        using var anyone = shop.Anonymous();

        var names = await (await anyone.GetAsync("/api/v1/checkout/providers")).Read(HttpStatusCode.OK);

        Assert.Equal(["stripe", "paystack"], names.EnumerateArray().Select(name => name.GetString()));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Redirect_webhook_and_poll_race_in_any_order_and_the_order_is_paid_once(string provider)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 3);
        var order = await customer.OrdersAt(provider, mug);
        var session = order.GetProperty("payment_session_id").GetString();
        var webhooks = shop.Provider(provider).Webhooks;
        (webhooks.Held, webhooks.Copies) = (true, 5);
        await customer.Pays(order, "pay");

        webhooks.Flush();
        webhooks.Copies = 1;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => n % 2 == 0
            ? customer.PostAsync($"/api/v1/checkout/confirm-payment?session_id={session}", null)
            : customer.GetAsync($"/api/v1/checkout/session/{session}")));

        foreach (var answer in answers)
            Assert.Equal("paid", (await answer.Read(HttpStatusCode.OK)).GetProperty("status").GetString());
        var paid = await customer.Awaits(order, "processing");
        Assert.Single(paid.GetProperty("payments").EnumerateArray());
        Assert.Equal(2, await customer.Available(mug));
        Assert.Equal(1L, await Confirmations(order));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Without_any_webhook_the_redirect_is_enough_because_the_provider_is_asked(string provider)
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt(provider, await shop.Sells(stock: 3));
        var session = order.GetProperty("payment_session_id").GetString();
        var confirm = $"/api/v1/checkout/confirm-payment?session_id={session}";
        shop.Provider(provider).Webhooks.Held = true;

        var before = await (await customer.PostAsync(confirm, null)).Read(HttpStatusCode.OK);
        await customer.Pays(order, "pay");
        var after = await (await customer.PostAsync(confirm, null)).Read(HttpStatusCode.OK);
        shop.Provider(provider).Webhooks.Flush();

        Assert.Equal("open", before.GetProperty("status").GetString());
        Assert.Equal("processing", after.GetProperty("order").GetProperty("status").GetString());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_session_of_nobody_or_of_somebody_else_is_not_found(string provider)
    {
        using var customer = await shop.Customer();
        using var stranger = await shop.Customer();
        var order = await customer.OrdersAt(provider, await shop.Sells(stock: 3));
        var nobodys = provider == "stripe" ? "cs_test_unknown" : $"{Guid.CreateVersion7():N}-1-abcdef";

        foreach (var (who, session) in new[]
        {
            (stranger, order.GetProperty("payment_session_id").GetString()), (customer, nobodys),
            (customer, "sbx_nonsense"), (customer, "cs_%22%3E"),
        })
        {
            await (await who.GetAsync($"/api/v1/checkout/session/{session}"))
                .Problem(HttpStatusCode.NotFound, "payment_session_not_found");
        }

        await (await customer.PostAsync("/api/v1/checkout/confirm-payment", null))
            .Problem(HttpStatusCode.NotFound, "payment_session_not_found");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_declined_payment_frees_the_stock_and_may_be_made_with_the_other_provider(string provider)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 1);
        var order = await customer.OrdersAt(provider, mug);
        await customer.Pays(order, "fail");
        await customer.Awaits(order, "payment_failed");
        Assert.Equal(1, await customer.Available(mug));

        var other = provider == "stripe" ? "paystack" : "stripe";
        var again = await (await customer.PostJson(
            "/api/v1/payments",
            $$"""{"order_id":"{{order.GetProperty("id").GetGuid()}}","provider":"{{other}}"}"""))
            .Read(HttpStatusCode.OK);
        await customer.Pays(again, "pay");

        var paid = await customer.Awaits(order, "processing");
        Assert.Equal(
            [(provider, "failed"), (other, "succeeded")],
            paid.GetProperty("payments").EnumerateArray().Select(one =>
                (one.GetProperty("provider").GetString()!, one.GetProperty("status").GetString()!)));
    }

    [Fact]
    public async Task A_payment_that_is_declined_and_then_made_on_the_same_page_counts()
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt("paystack", await shop.Sells(stock: 1));
        await customer.Pays(order, "fail");
        await customer.Awaits(order, "payment_failed");

        await customer.Pays(order, "pay");

        await customer.Awaits(order, "processing");
    }

    [Fact]
    public async Task A_bank_debit_that_arrives_later_pays_when_it_arrives()
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt("stripe", await shop.Sells(stock: 1));
        await customer.Pays(order, "slowly");
        Assert.Equal("created", (await customer.Sees(order)).GetProperty("status").GetString());

        shop.Stripe.Books.Settle(order.GetProperty("payment_session_id").GetString()!, "arrive");

        await customer.Awaits(order, "processing");
    }

    [Theory]
    [InlineData("stripe", ProviderFault.Error)]
    [InlineData("stripe", ProviderFault.ErrorAfter)]
    [InlineData("stripe", ProviderFault.HangAfter)]
    [InlineData("stripe", ProviderFault.TooMany)]
    public async Task A_provider_that_stumbles_once_is_asked_again_and_opens_one_session(
        string provider, ProviderFault fault)
    {
        using var customer = await shop.Customer();
        var before = shop.Stripe.Books.Sessions.Count;
        shop.Provider(provider).Faults.Plan("POST /v1/checkout/sessions", fault);

        await customer.OrdersAt(provider, await shop.Sells(stock: 1));

        Assert.Equal(before + 1, shop.Stripe.Books.Sessions.Count);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_provider_that_is_away_is_said_clearly_and_holds_nothing(string provider)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 1);
        await customer.Puts(mug);
        var (key, body) = ($"{Guid.CreateVersion7()}", $$"""{"provider":"{{provider}}"}""");

        shop.Provider(provider).Faults.Away = true;
        var refused = await customer.ChecksOut(key, body);
        shop.Provider(provider).Faults.Away = false;

        await refused.Problem(HttpStatusCode.ServiceUnavailable, "payment_provider_unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(1, await customer.Available(mug));
        await Task.Delay(600);
        await (await customer.ChecksOut(key, body)).Read(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_does_not_keep_the_customer()
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 1);
        await customer.Puts(mug);
        shop.Paystack.Faults.Plan("POST /transaction/initialize", ProviderFault.HangAfter);

        var refused = await customer.ChecksOut("once", """{"provider":"paystack"}""");
        await refused.Problem(HttpStatusCode.ServiceUnavailable, "payment_provider_unavailable");
        Assert.Equal(1, await customer.Available(mug));

        await (await customer.ChecksOut("once", """{"provider":"paystack"}""")).Read(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_a_provider_refuses_is_refused_with_its_reason()
    {
        using var customer = await shop.Customer();
        var sweet = await shop.Sells(stock: 1, price: 1);
        await customer.Puts(sweet);

        await (await customer.ChecksOut("small", """{"provider":"stripe"}"""))
            .Problem(HttpStatusCode.UnprocessableEntity, "payment_amount_too_small");
        await (await customer.ChecksOut("none", """{"provider":"cheques"}"""))
            .Problem(HttpStatusCode.UnprocessableEntity, "provider_unknown");

        Assert.Equal(1, await customer.Available(sweet));
    }

    [Fact]
    public async Task An_order_that_expires_ends_its_session_so_that_nobody_pays_it_any_more()
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt("stripe", await shop.Sells(stock: 1));

        await Expire(order);

        using var later = await shop.Admin();
        await later.Awaits(order, "expired");
        var session = shop.Stripe.Books.Session(order.GetProperty("payment_session_id").GetString()!)!;
        Assert.Equal("expired", (string?)session["status"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_payment_whose_webhook_was_lost_is_found_when_the_order_would_expire(string provider)
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt(provider, await shop.Sells(stock: 1));
        shop.Provider(provider).Webhooks.Held = true;
        await customer.Pays(order, "pay");

        await Expire(order);

        using var later = await shop.Admin();
        await later.Awaits(order, "processing");
        shop.Provider(provider).Webhooks.Flush();
    }

    [Theory]
    [InlineData(1, "processing", 0)]
    [InlineData(0, "refunded", 1)]
    public async Task A_payment_that_comes_late_takes_what_is_left_or_goes_back(int left, string status, int refunds)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 1);
        var order = await customer.OrdersAt("paystack", mug);
        await Expire(order);
        using var later = await shop.Admin();
        await later.Awaits(order, "expired");
        if (left == 0)
            await later.BuysAt("stripe", mug);

        var before = shop.GivenBack("paystack").Count;
        await later.Pays(order, "pay");

        var seen = await later.Awaits(order, status);
        Assert.Equal(refunds, seen.GetProperty("refunds").GetArrayLength());
        await Until(() => shop.GivenBack("paystack").Count == before + refunds);
    }

    /// <summary>Signs in anew afterwards: tokens are shorter than this.</summary>
    private async Task Expire(JsonElement order)
    {
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.Grains.Order(order.GetProperty("id").GetGuid()).Resume();
    }

    private Task<long> Confirmations(JsonElement order) => shop.Database.Value<long>(
        "select count(*) from outbox where kind = 'order.confirmed' "
        + $"and body ->> 'reference' = '{order.GetProperty("reference").GetString()}'");

    private static async Task Until(Func<bool> happened)
    {
        for (var tries = 0; !happened(); tries++)
        {
            Assert.True(tries < 100, "It did not happen in good time.");
            await Task.Delay(100);
        }
    }
}
