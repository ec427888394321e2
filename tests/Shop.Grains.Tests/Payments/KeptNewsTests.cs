using Shop.Commands;
using Shop.Inventory;
using Shop.Orders;
using Shop.Testing;

namespace Shop.Payments;

/// <summary>
/// A process took the stock for a payment and died before it stored that in the order. The news is kept and comes
/// again, whatever happened to the order in between.
/// </summary>
public class KeptNewsTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    private static readonly Caller Staff = new(Guid.CreateVersion7(), IsStaff: true);

    [Fact]
    public async Task A_payment_is_stored_with_the_stock_that_it_took_in_one_write()
    {
        var order = await shop.Placed(await shop.CustomerWith(await shop.Product(onHand: 3)));
        var before = await RowVersion(order);

        await Hear(order);

        Assert.Equal(OrderStatus.Processing, (await shop.Order(order.Id)).Status);
        Assert.Equal(before + 1, await RowVersion(order));
    }

    [Fact]
    public async Task An_order_that_nothing_happened_to_is_processed()
    {
        var (mug, order) = await Taken();

        await Hear(order);

        await Ends(order, mug, OrderStatus.Processing, onHand: 2);
    }

    [Fact]
    public async Task An_order_that_was_cancelled_gives_back_the_money_and_the_stock()
    {
        var (mug, order) = await Taken();
        Assert.Null((await shop.Grains.Order(order.Id).Cancel(new CancelOrder(Staff, null, null))).Error);

        await Hear(order);

        await Ends(order, mug, OrderStatus.Cancelled, onHand: 3);
        Assert.Equal(order.Total, (await shop.Order(order.Id)).RefundedTotal);
    }

    [Fact]
    public async Task An_order_whose_time_was_up_is_processed()
    {
        var (mug, order) = await Taken();
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.Grains.Order(order.Id).Resume();
        Assert.Equal(OrderStatus.Expired, (await shop.Order(order.Id)).Status);

        await Hear(order);

        await Ends(order, mug, OrderStatus.Processing, onHand: 2);
    }

    [Fact]
    public async Task An_order_that_heard_of_an_older_decline_cannot_be_paid_twice_and_is_processed()
    {
        var (mug, order) = await Taken();
        await shop.Grains.Order(order.Id).Apply(
            News(order) with { EventId = "evt_0", Kind = PaymentNewsKind.Failed, PaymentRef = "pay_0" }, isKept: true);
        Assert.Equal(OrderStatus.PaymentFailed, (await shop.Order(order.Id)).Status);
        Assert.Equal(OrderErrors.PaymentUnderWay, (await shop.Grains.Order(order.Id).PayAgain(new(Staff))).Error);

        await Hear(order);

        await Ends(order, mug, OrderStatus.Processing, onHand: 2);
    }

    [Fact]
    public async Task Until_the_news_comes_again_an_audit_knows_that_it_is_on_its_way()
    {
        var (mug, order) = await Taken();
        Assert.Equal(2, await Audit());

        await shop.Database.Run($"""
            insert into payment_inbox (provider, event_id, order_id, kind, news, body, received_at, status, due_at)
            values ('sandbox', '{order.Id}', '{order.Id}', 'paid', jsonb '1', '', now(), 'pending', 'infinity')
            """);
        Assert.Equal(0, await Audit());

        await Hear(order);
        await Ends(order, mug, OrderStatus.Processing, onHand: 2);
    }

    /// <summary>An order of one unit, as that process left it.</summary>
    private async Task<(string Sku, OrderView Order)> Taken()
    {
        var mug = await shop.Product(onHand: 3);
        var order = await shop.Placed(await shop.CustomerWith(mug));
        Assert.Null(await shop.Grains.Inventory(mug.Sku).Commit(order.Id, quantity: 1));
        return (mug.Sku, order);
    }

    private async Task Hear(OrderView order) =>
        Assert.Null(await shop.Grains.Order(order.Id).Apply(News(order), isKept: true));

    private async Task Ends(OrderView order, string sku, OrderStatus status, int onHand)
    {
        Assert.Equal(status, (await shop.Order(order.Id)).Status);
        var stock = await shop.Stock(sku);
        Assert.Equal((onHand, 0), (stock.OnHand, stock.Reserved));
        Assert.Equal(0, await Audit());
    }

    private async Task<int> Audit() =>
        await AuditCommand.Audit(shop.Database.Source, TextWriter.Null, CancellationToken.None);

    private Task<long> RowVersion(OrderView order) =>
        shop.Database.Value<long>($"select version from orders where id = '{order.Id}'");

    private static PaymentNews News(OrderView order) => new(
        "evt_1", PaymentNewsKind.Succeeded, "sandbox", "pay_1", order.PaymentSessionId!, order.Total, order.Currency);
}
