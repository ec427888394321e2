using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shop.Commands;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// Differences are planted between the providers' books and the orders: each is named, and some are mended.
/// </summary>
public class ReconciliationTests(ProviderShop shop) : IClassFixture<ProviderShop>
{
    public static TheoryData<string> Both => ["stripe", "paystack"];

    [Theory, MemberData(nameof(Both))]
    public async Task A_payment_whose_order_never_heard_of_it_is_told_to_it(string provider)
    {
        using var customer = await shop.Customer();
        var mug = await shop.Sells(stock: 1);
        var order = await customer.OrdersAt(provider, mug);
        shop.Provider(provider).Webhooks.Held = true;
        await customer.Pays(order, "pay");

        var reported = Assert.Single(await Differences(order, repair: false));
        Assert.Equal("created", (await customer.Sees(order)).GetProperty("status").GetString());
        var repaired = Assert.Single(await Differences(order, repair: true));
        shop.Provider(provider).Webhooks.Flush();

        Assert.Equal((DifferenceKind.PaymentNotHeard, false), (reported.Kind, reported.Repaired));
        Assert.Equal((DifferenceKind.PaymentNotHeard, true), (repaired.Kind, repaired.Repaired));
        Assert.Empty(await Differences(order, repair: true));
        using var admin = await shop.Admin();
        var paid = await admin.Awaits(order, "processing");
        Assert.Single(paid.GetProperty("payments").EnumerateArray());
        Assert.Equal(0, await admin.Available(mug));
    }

    [Fact]
    public async Task Money_that_went_back_at_the_provider_is_told_to_its_order()
    {
        using var admin = await shop.Admin();
        var order = await admin.BuysAt("stripe", await shop.Sells(stock: 1));
        shop.Stripe.Webhooks.Held = true;
        shop.Stripe.Books.RefundByHand(PaymentOf(await admin.Sees(order)), 300);

        var found = Assert.Single(await Differences(order, repair: true));
        shop.Stripe.Webhooks.Flush();

        Assert.Equal((DifferenceKind.RefundNotHeard, true), (found.Kind, found.Repaired));
        using var later = await shop.Admin();
        Assert.Equal(300, (await later.Sees(order)).GetProperty("refunded_total").GetInt64());
    }

    [Theory]
    [InlineData("delete from orders where id = '{0}'", "ChargeOfNobody")]
    [InlineData(
        "update orders set state = jsonb_set(state, '{{payments,0,amount}}', '1') where id = '{0}'", "AmountDiffers")]
    [InlineData(
        "update orders set state = jsonb_set(state, '{{payments,0,ref}}', '\"pi_none\"') where id = '{0}'",
        "PaymentNotHeard,ChargeMissing")]
    [InlineData(
        "update orders set state = jsonb_set(state, '{{refunds}}', jsonb_build_array(jsonb_build_object('provider', "
        + "'stripe', 'payment_ref', state #>> '{{payments,0,ref}}', 'amount', 5, 'status', 'succeeded'))) "
        + "where id = '{0}'",
        "RefundMissing")]
    public async Task What_cannot_be_repaired_is_named_and_stays_open(string plant, string kinds)
    {
        using var admin = await shop.Admin();
        var order = await admin.BuysAt("stripe", await shop.Sells(stock: 1));
        await shop.Database.Run(string.Format(null, plant, Id(order)));

        var found = await Differences(order, repair: false);

        Assert.Equal(kinds, string.Join(',', found.Select(one => one.Kind)));
        Assert.DoesNotContain(found, one => one.Repaired);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_said_and_does_not_keep_the_others_from_being_compared()
    {
        using var admin = await shop.Admin();
        await admin.BuysAt("stripe", await shop.Sells(stock: 1));
        shop.Paystack.Faults.Away = true;
        var report = await Reconciliation.Run(TimeSpan.FromDays(1), repair: false, CancellationToken.None);
        shop.Paystack.Faults.Away = false;

        Assert.Equal("paystack", Assert.Single(report.Away));
        Assert.True(report.Compared["stripe"] > 0);
        Assert.False(report.Agrees);
        using var said = new StringWriter();
        await ReconcileCommand.Write(report, said);
        Assert.Contains("paystack does not answer", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_days_comparison_is_made_by_one_node_and_shown_to_admins()
    {
        var today = NextDay();
        var clocks = Enumerable.Range(0, 4).Select(_ => ActivatorUtilities.CreateInstance<ReconciliationClock>(
            shop.Services));

        await Task.WhenAll(clocks.Select(clock => clock.CompareToday(CancellationToken.None)));

        using var admin = await shop.Admin();
        var list = await (await admin.GetAsync("/api/v1/admin/reconciliation")).Read(HttpStatusCode.OK);
        var run = Assert.Single(
            list.GetProperty("results").EnumerateArray(), one => one.GetProperty("day").GetString() == today);
        Assert.True(run.GetProperty("compared").TryGetProperty("stripe", out _));
        Assert.Equal(
            run.GetProperty("open").GetInt32(),
            run.GetProperty("differences").EnumerateArray().Count(one => !one.GetProperty("repaired").GetBoolean()));
    }

    [Fact]
    public async Task A_day_on_which_a_provider_was_away_is_compared_again()
    {
        NextDay();
        var days = shop.Services.GetRequiredService<ReconciliationLog>();
        var day = (await days.ClaimToday())!.Value;
        await days.Keep(day, new(new Dictionary<string, int>(), [], ["stripe"]));
        Assert.Null(await days.ClaimToday());

        shop.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(day, await days.ClaimToday());
        await days.Keep(day, new(new Dictionary<string, int>(), [], []));
        shop.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await days.ClaimToday());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_command_has_the_running_shop_take_the_news_and_takes_it_itself_where_none_runs(bool runs)
    {
        using var customer = await shop.Customer();
        var order = await customer.OrdersAt("stripe", await shop.Sells(stock: 1));
        shop.Stripe.Webhooks.Held = true;
        await customer.Pays(order, "pay");
        shop.Clock.Advance(TimeSpan.FromMinutes(6));

        await using var beside = shop.Beside();
        if (!runs)
            await shop.Stop();
        var report = await ReconcileCommand.Run(beside, TimeSpan.FromDays(1), repair: true, CancellationToken.None);
        if (!runs)
            await shop.Restart();
        shop.Stripe.Webhooks.Flush();

        Assert.True(Assert.Single(report.Differences, one => one.OrderId == Id(order)).Repaired);
        using var later = await shop.Admin();
        Assert.Equal("processing", (await later.Sees(order)).GetProperty("status").GetString());
    }

    private Reconciliation Reconciliation => shop.Services.GetRequiredService<Reconciliation>();

    /// <summary>Those of one order, after the minutes in which its news might be on its way.</summary>
    private async Task<List<PaymentDifference>> Differences(JsonElement order, bool repair)
    {
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        var report = await Reconciliation.Run(TimeSpan.FromDays(1), repair, CancellationToken.None);
        return [.. report.Differences.Where(one => one.OrderId == Id(order))];
    }

    /// <summary>It has just begun.</summary>
    private string NextDay()
    {
        shop.Clock.Advance(TimeSpan.FromDays(1) - shop.Clock.GetUtcNow().TimeOfDay + TimeSpan.FromMinutes(1));
        return $"{DateOnly.FromDateTime(shop.Clock.GetUtcNow().UtcDateTime):O}";
    }

    private static Guid Id(JsonElement order) => order.GetProperty("id").GetGuid();

    private static string PaymentOf(JsonElement order) =>
        order.GetProperty("payments")[0].GetProperty("ref").GetString()!;
}
