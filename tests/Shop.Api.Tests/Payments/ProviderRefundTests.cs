using System.Net;
using System.Text.Json;
using Shop.Orders;
using Shop.Providers;

namespace Shop.Payments;

/// <summary>Money goes back: in whole, in part, once, and even if the provider is away for an hour.</summary>
public class ProviderRefundTests(ProviderShop shop) : IClassFixture<ProviderShop>
{
    public static TheoryData<string> Both => ["stripe", "paystack"];

    [Theory, MemberData(nameof(Both))]
    public async Task A_line_is_refunded_and_its_units_are_in_stock_again(string provider)
    {
        using var admin = await shop.Admin();
        var mug = await shop.Sells(stock: 3, price: 1_000);
        var order = await admin.BuysAt(provider, mug, quantity: 3);

        var refunded = await Refund(
            admin, order, $$"""{"items":[{"sku":"{{mug.Sku}}","quantity":2}],"restock":true,"reason":"Broken"}""");
        Finish(provider);
        var seen = await AwaitsRefund(admin, order, "succeeded");

        Assert.Equal("processing", refunded.GetProperty("status").GetString());
        Assert.Equal(2_000, seen.GetProperty("refunded_total").GetInt64());
        Assert.Equal(2, await admin.Available(mug));
        Assert.Equal(1L, await Told(order));
        var line = seen.GetProperty("items")[0];
        Assert.Equal((2, 2), (line.GetProperty("refunded").GetInt32(), line.GetProperty("restocked").GetInt32()));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_members_of_staff_at_once_never_give_back_more_than_was_paid(string provider)
    {
        using var admin = await shop.Admin();
        var order = await admin.BuysAt(provider, await shop.Sells(stock: 1, price: 1_000));
        var before = shop.GivenBack(provider).Sum;

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            admin.PostJson($"/api/v1/orders/{Id(order)}/refund", """{"amount":400}""")));

        Assert.Equal(2, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(800, shop.GivenBack(provider).Sum - before);
        await (await admin.PostJson($"/api/v1/orders/{Id(order)}/refund", """{"amount":201}"""))
            .Problem(HttpStatusCode.Conflict, "refund_exceeds_paid");
        var whole = await Refund(admin, order, "{}");
        Assert.Equal("refunded", whole.GetProperty("status").GetString());
        Assert.Equal(1_000, shop.GivenBack(provider).Sum - before);
        await (await admin.PostJson($"/api/v1/orders/{Id(order)}/refund", "{}"))
            .Problem(HttpStatusCode.Conflict, "nothing_to_refund");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Refunds_wait_while_the_provider_is_away_and_hinder_nothing(string provider)
    {
        using var admin = await shop.Admin();
        var order = await admin.BuysAt(provider, await shop.Sells(stock: 1, price: 1_000));
        var before = shop.GivenBack(provider).Count;
        shop.Provider(provider).Faults.Away = true;

        var waiting = await Refund(admin, order, """{"amount":300}""");
        Assert.Equal("requested", waiting.GetProperty("refunds")[0].GetProperty("status").GetString());
        await Ships(admin, order);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        using var later = await shop.Admin();
        await Task.Delay(600);
        await shop.Grains.Order(Id(order)).Resume();
        Assert.Equal(before, shop.GivenBack(provider).Count);

        shop.Provider(provider).Faults.Away = false;
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        await Task.Delay(600);
        await shop.Grains.Order(Id(order)).Resume();

        Finish(provider);
        var seen = await AwaitsRefund(later, order, "succeeded");
        Assert.Equal((before + 1, "shipped"), (shop.GivenBack(provider).Count, seen.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("stripe", "POST /v1/refunds", ProviderFault.HangAfter)]
    [InlineData("stripe", "POST /v1/refunds", ProviderFault.ErrorAfter)]
    [InlineData("stripe", "POST /v1/refunds", ProviderFault.Error)]
    [InlineData("paystack", "POST /refund", ProviderFault.HangAfter)]
    [InlineData("paystack", "POST /refund", ProviderFault.ErrorAfter)]
    [InlineData("paystack", "POST /refund", ProviderFault.Error)]
    public async Task A_refund_whose_answer_is_lost_is_made_once(string provider, string call, ProviderFault fault)
    {
        using var admin = await shop.Admin();
        var order = await admin.BuysAt(provider, await shop.Sells(stock: 1, price: 1_000));
        var before = shop.GivenBack(provider).Count;
        shop.Provider(provider).Faults.Plan(call, fault);

        await Refund(admin, order, "{}");
        shop.Clock.Advance(TimeSpan.FromSeconds(30));
        await Task.Delay(600);
        await shop.Grains.Order(Id(order)).Resume();

        Finish(provider);
        await AwaitsRefund(admin, order, "succeeded");
        Assert.Equal(before + 1, shop.GivenBack(provider).Count);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_refund_that_fails_at_the_bank_is_flagged_and_may_be_made_again(string provider)
    {
        using var admin = await shop.Admin();
        var order = await admin.BuysAt(provider, await shop.Sells(stock: 1, price: 1_000));
        shop.Stripe.Books.SlowRefunds = true;
        await Refund(admin, order, """{"amount":1000}""");
        await AwaitsRefund(admin, order, "pending");

        Finish(provider, succeed: false);
        var failed = await AwaitsRefund(admin, order, "failed");
        Assert.Contains("refund_failed", failed.GetProperty("alerts").EnumerateArray().Select(one => one.GetString()));
        await Refund(admin, order, "{}");
        Finish(provider);

        var seen = await AwaitsRefund(admin, order, "succeeded");
        shop.Stripe.Books.SlowRefunds = false;
        Assert.Equal(1_000, seen.GetProperty("refunded_total").GetInt64());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Cancelling_a_paid_order_sends_its_money_back_and_its_goods_to_the_shelf(string provider)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 1, price: 1_000);
        var order = await customer.BuysAt(provider, mug);
        var before = shop.GivenBack(provider).Sum;

        await (await customer.PostJson($"/api/v1/orders/{Id(order)}/cancel", "{}")).Read(HttpStatusCode.OK);

        Finish(provider);
        var seen = await AwaitsRefund(customer, order, "succeeded");
        Assert.Equal("cancelled", seen.GetProperty("status").GetString());
        Assert.Equal(1_000, shop.GivenBack(provider).Sum - before);
        Assert.Equal(1, await customer.Available(mug));
    }

    [Fact]
    public async Task An_order_that_gave_a_unit_back_before_does_not_put_it_back_twice_when_cancelled()
    {
        using var admin = await shop.Admin();
        var mug = await shop.Sells(stock: 3, price: 1_000);
        var order = await admin.BuysAt("stripe", mug, quantity: 3);
        await Refund(admin, order, $$"""{"items":[{"sku":"{{mug.Sku}}","quantity":1}],"restock":true}""");

        await (await admin.PostJson($"/api/v1/orders/{Id(order)}/cancel", "{}")).Read(HttpStatusCode.OK);

        await admin.Awaits(order, "cancelled");
        Assert.Equal(3, await admin.Available(mug));
    }

    [Fact]
    public async Task A_customer_sends_goods_back_and_gets_the_money_when_they_came()
    {
        using var customer = await shop.Customer();
        using var admin = await shop.Admin();
        var mug = await shop.Sells(stock: 2, price: 1_000);
        var order = await customer.BuysAt("stripe", mug, quantity: 2);
        var returns = $"/api/v1/orders/{Id(order)}/returns";
        var wish = $$"""{"items":[{"sku":"{{mug.Sku}}","quantity":1}],"reason":"Too small"}""";
        await (await customer.PostJson(returns, wish)).Problem(HttpStatusCode.Conflict, "order_status_forbids");
        await Ships(admin, order);

        var asked = await (await customer.PostJson(returns, wish)).Read(HttpStatusCode.Created);
        var one = $"{returns}/{asked.GetProperty("returns")[0].GetProperty("id").GetGuid()}";
        await (await customer.PostJson(returns, wish.Replace("\"quantity\":1", "\"quantity\":2")))
            .Problem(HttpStatusCode.UnprocessableEntity, "return_items_unknown");
        await (await admin.PostJson($"{one}/receive", "{}")).Problem(HttpStatusCode.Conflict, "return_status_forbids");
        Assert.Equal(HttpStatusCode.Forbidden, (await customer.PostJson($"{one}/approve", "{}")).StatusCode);
        await (await admin.PostJson($"{one}/approve", "{}")).Read(HttpStatusCode.OK);
        await (await admin.PostJson($"{one}/receive", "{}")).Read(HttpStatusCode.OK);
        Assert.Equal(1, await customer.Available(mug));
        await (await admin.PostJson($"{one}/refund", "{}")).Read(HttpStatusCode.OK);

        var seen = await AwaitsRefund(customer, order, "succeeded");
        Assert.Equal(1_000, seen.GetProperty("refunded_total").GetInt64());
        Assert.Equal(1, await customer.Available(mug));
        await (await admin.PostJson($"{one}/refund", "{}")).Problem(HttpStatusCode.Conflict, "return_status_forbids");
    }

    [Fact]
    public async Task Bad_wishes_are_refused()
    {
        using var admin = await shop.Admin();
        using var customer = await shop.Customer();
        var order = await customer.BuysAt("stripe", await shop.Sells(stock: 1, price: 1_000));
        var path = $"/api/v1/orders/{Id(order)}/refund";

        Assert.Equal(HttpStatusCode.Forbidden, (await customer.PostJson(path, "{}")).StatusCode);
        await (await admin.PostJson(path, """{"amount":0}""")).Invalid("amount");
        await (await admin.PostJson(path, """{"amount":1001}"""))
            .Problem(HttpStatusCode.Conflict, "refund_exceeds_paid");
        await (await admin.PostJson(path, """{"amount":10,"restock":true}"""))
            .Problem(HttpStatusCode.UnprocessableEntity, "refund_restock_needs_lines");
        await (await admin.PostJson(path, """{"items":[{"sku":"NONE","quantity":1}]}"""))
            .Problem(HttpStatusCode.UnprocessableEntity, "refund_line_unknown");
        await (await admin.PostJson($"/api/v1/orders/{Guid.CreateVersion7()}/refund", "{}"))
            .Problem(HttpStatusCode.NotFound, "order_not_found");
    }

    [Fact]
    public async Task A_dispute_and_a_refund_made_elsewhere_flag_the_order()
    {
        using var admin = await shop.Admin();
        var order = await admin.BuysAt("stripe", await shop.Sells(stock: 1, price: 1_000));
        var payment = order.GetProperty("payments")[0].GetProperty("ref").GetString()!;

        shop.Stripe.Books.Dispute(payment);
        await AwaitsAlert(admin, order, "disputed");
        shop.Stripe.Books.RefundByHand(payment, 400);

        var seen = await AwaitsAlert(admin, order, "refunded_elsewhere");
        Assert.Equal(400, seen.GetProperty("refunded_total").GetInt64());
        await (await admin.PostJson($"/api/v1/orders/{Id(order)}/refund", """{"amount":601}"""))
            .Problem(HttpStatusCode.Conflict, "refund_exceeds_paid");
    }

    [Fact]
    public async Task Payments_are_listed_by_order_customer_and_provider_each_to_its_own()
    {
        using var customer = await shop.Customer();
        using var stranger = await shop.Customer();
        using var admin = await shop.Admin();
        var order = await customer.BuysAt("paystack", await shop.Sells(stock: 1, price: 1_000));

        async Task<JsonElement> List(HttpClient who, string query) =>
            await (await who.GetAsync($"/api/v1/payments?{query}")).Read(HttpStatusCode.OK);

        var found = Assert.Single((await List(customer, "provider=paystack")).GetProperty("results").EnumerateArray());
        Assert.Equal(Id(order), found.GetProperty("order_id").GetGuid());
        Assert.Equal(0, (await List(customer, "provider=stripe")).GetProperty("count").GetInt64());
        Assert.Equal(0, (await List(stranger, "")).GetProperty("count").GetInt64());
        Assert.Equal(1, (await List(admin, $"order={Id(order)}&status=succeeded")).GetProperty("count").GetInt64());
        var one = $"/api/v1/payments/{found.GetProperty("id").GetGuid()}";
        var detail = await (await customer.GetAsync(one)).Read(HttpStatusCode.OK);
        Assert.Equal(1_000, detail.GetProperty("amount").GetInt64());
        await (await stranger.GetAsync(one)).Problem(HttpStatusCode.NotFound, "payment_not_found");
        await (await customer.GetAsync("/api/v1/payments?colour=red")).Invalid("colour");
    }

    private static Guid Id(JsonElement order) => order.GetProperty("id").GetGuid();

    private static async Task<JsonElement> Refund(HttpClient admin, JsonElement order, string wish) =>
        await (await admin.PostJson($"/api/v1/orders/{Id(order)}/refund", wish)).Read(HttpStatusCode.OK);

    private static async Task Ships(HttpClient admin, JsonElement order) =>
        await (await admin.PostJson($"/api/v1/orders/{Id(order)}/ship", """{"carrier":"Post"}"""))
            .Read(HttpStatusCode.OK);

    private void Finish(string provider, bool succeed = true)
    {
        if (provider == "stripe")
            shop.Stripe.Books.FinishRefunds(succeed);
        else
            shop.Paystack.Books.FinishRefunds(succeed);
    }

    /// <summary>Returns when the last refund has the status.</summary>
    private static Task<JsonElement> AwaitsRefund(HttpClient who, JsonElement order, string status) =>
        Awaits(who, order, seen => seen.GetProperty("refunds") is var refunds && refunds.GetArrayLength() > 0
            && refunds.EnumerateArray().Last().GetProperty("status").GetString() == status);

    private static Task<JsonElement> AwaitsAlert(HttpClient who, JsonElement order, string alert) =>
        Awaits(who, order, seen => seen.GetProperty("alerts").EnumerateArray().Any(one => one.GetString() == alert));

    private static async Task<JsonElement> Awaits(HttpClient who, JsonElement order, Func<JsonElement, bool> so)
    {
        for (var tries = 0; ; tries++)
        {
            var seen = await who.Sees(order);
            if (so(seen))
                return seen;

            Assert.True(tries < 100, $"It did not happen in good time: {seen}");
            await Task.Delay(100);
        }
    }

    private Task<long> Told(JsonElement order) => shop.Database.Value<long>(
        "select count(*) from outbox where kind = 'order.refunded' "
        + $"and body ->> 'reference' = '{order.GetProperty("reference").GetString()}'");
}
