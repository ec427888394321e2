using Shop.Carts;
using Shop.Orders;
using Shop.Testing;

namespace Shop.Payments;

public class PaymentGrainTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    private static readonly Caller Staff = new(Guid.CreateVersion7(), IsStaff: true);

    [Fact]
    public async Task A_paid_order_is_processed_its_stock_taken_and_the_cart_emptied()
    {
        var mug = await shop.Product(onHand: 3);
        var customer = await shop.CustomerWith(mug);
        var order = await shop.Placed(customer);

        var receipt = await Choose(order, SandboxOutcome.Pay);

        Assert.True(receipt.Value!.Delivered);
        await shop.Eventually(order.Id, OrderStatus.Processing);
        var stock = await shop.Stock(mug.Sku);
        Assert.Equal((2, 0), (stock.OnHand, stock.Reserved));
        Assert.Empty((await shop.Grains.Cart(customer).View()).Items);
        Assert.Equal(["order.confirmed", "order.paid"], await MessagesOf(order));
    }

    [Fact]
    public async Task News_that_comes_often_and_at_once_pays_once()
    {
        var mug = await shop.Product(onHand: 3);
        var order = await shop.Placed(await shop.CustomerWith(mug));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            n => shop.Grains.Order(order.Id).Apply(Paid(order), isKept: n % 2 == 0)));

        Assert.Single((await shop.Order(order.Id)).Payments);
        Assert.Equal(2, (await shop.Stock(mug.Sku)).OnHand);
        Assert.Equal(["order.confirmed", "order.paid"], await MessagesOf(order));
    }

    [Fact]
    public async Task A_declined_payment_frees_the_stock_and_may_be_tried_again()
    {
        var mug = await shop.Product(onHand: 1);
        var customer = await shop.CustomerWith(mug);
        var order = await shop.Placed(customer);

        await Choose(order, SandboxOutcome.Decline);
        await shop.Eventually(order.Id, OrderStatus.PaymentFailed);
        Assert.Equal(1, (await shop.Stock(mug.Sku)).Available);

        var again = (await shop.Grains.Order(order.Id).PayAgain(new(new Caller(customer, false)))).Value!;
        Assert.Equal(0, (await shop.Stock(mug.Sku)).Available);
        Assert.NotEqual(order.PaymentUrl, again.PaymentUrl);

        await Choose(again, SandboxOutcome.Pay);
        await shop.Eventually(order.Id, OrderStatus.Processing);
    }

    [Fact]
    public async Task An_abandoned_order_expires_and_its_stock_is_back()
    {
        var mug = await shop.Product(onHand: 1);
        var order = await shop.Placed(await shop.CustomerWith(mug));

        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.Grains.Sweeper().Sweep();

        await shop.Eventually(order.Id, OrderStatus.Expired);
        Assert.Equal(1, (await shop.Stock(mug.Sku)).Available);
    }

    [Fact]
    public async Task Money_after_expiry_takes_the_stock_that_is_left()
    {
        var mug = await shop.Product(onHand: 1);
        var order = await Expired(await shop.CustomerWith(mug));

        await shop.Grains.Order(order.Id).Apply(Paid(order), isKept: true);

        Assert.Equal(OrderStatus.Processing, (await shop.Order(order.Id)).Status);
        Assert.Equal(0, (await shop.Stock(mug.Sku)).OnHand);
    }

    [Fact]
    public async Task Money_after_expiry_goes_back_when_somebody_else_has_the_goods()
    {
        var mug = await shop.Product(onHand: 1);
        var late = await Expired(await shop.CustomerWith(mug));
        await shop.Placed(await shop.CustomerWith(mug));

        await shop.Grains.Order(late.Id).Apply(Paid(late), isKept: true);

        var order = await shop.Order(late.Id);
        Assert.Equal(OrderStatus.Refunded, order.Status);
        Assert.Equal(
            (PaymentStatus.Refunded, "out_of_stock", order.Total),
            (order.Payments[0].Status, order.Payments[0].Reason, order.Payments[0].Refunded));
        Assert.Equal((1, 1), ((await shop.Stock(mug.Sku)).OnHand, (await shop.Stock(mug.Sku)).Reserved));
    }

    [Fact]
    public async Task A_late_payment_of_two_goods_takes_both_or_neither()
    {
        var (plenty, scarce) = (await shop.Product(onHand: 5), await shop.Product(onHand: 1));
        var late = await Expired(await shop.CustomerWith(plenty, scarce));
        await shop.Placed(await shop.CustomerWith(scarce));

        await shop.Grains.Order(late.Id).Apply(Paid(late), isKept: true);

        Assert.Equal(OrderStatus.Refunded, (await shop.Order(late.Id)).Status);
        var stock = await shop.Stock(plenty.Sku);
        Assert.Equal((5, 0), (stock.OnHand, stock.Reserved));
    }

    [Fact]
    public async Task Cancelling_a_paid_order_puts_its_stock_back_and_sends_its_money_back()
    {
        var mug = await shop.Product(onHand: 3);
        var order = await shop.Placed(await shop.CustomerWith(mug));
        await shop.Grains.Order(order.Id).Apply(Paid(order), isKept: true);

        var cancelled = await shop.Grains.Order(order.Id).Cancel(new CancelOrder(Staff, null, null));

        Assert.Equal(OrderStatus.Cancelled, cancelled.Value!.Status);
        Assert.Equal(PaymentStatus.Refunded, cancelled.Value.Payments[0].Status);
        Assert.Equal((3, 0), ((await shop.Stock(mug.Sku)).OnHand, (await shop.Stock(mug.Sku)).Reserved));
    }

    [Fact]
    public async Task Somebody_elses_order_is_not_found()
    {
        var order = await shop.Placed(await shop.CustomerWith(await shop.Product(onHand: 3)));
        var stranger = new Caller(Guid.CreateVersion7(), IsStaff: false);

        Assert.Equal(OrderErrors.NotFound, (await shop.Grains.Order(order.Id).View(stranger)).Error);
        Assert.Equal(OrderErrors.NotFound, (await shop.Grains.Order(order.Id).Cancel(new(stranger, null, null))).Error);
        Assert.Equal(OrderErrors.NotFound, (await shop.Grains.Order(order.Id).PayAgain(new(stranger))).Error);
        Assert.Equal(
            OrderErrors.NotFound, (await shop.Grains.Order(order.Id).Ship(new(stranger, "Post", null, null))).Error);
    }

    [Fact]
    public async Task A_payment_that_nobody_tells_of_again_is_finished_by_the_sweeper()
    {
        var mug = await shop.Product(onHand: 3);
        var order = await shop.Placed(await shop.CustomerWith(mug));
        await shop.Database.Run(
            $"alter table inventory add constraint stuck check (sku <> '{mug.Sku}' or reserved > 0)");
        await Assert.ThrowsAnyAsync<Exception>(
            () => shop.Grains.Order(order.Id).Apply(Paid(order), isKept: false));
        Assert.Equal(OrderStatus.Created, (await shop.Order(order.Id)).Status);

        await shop.Database.Run("alter table inventory drop constraint stuck");
        shop.Clock.Advance(TimeSpan.FromSeconds(6));

        await shop.Eventually(order.Id, OrderStatus.Processing);
        Assert.Equal((2, 0), ((await shop.Stock(mug.Sku)).OnHand, (await shop.Stock(mug.Sku)).Reserved));
    }

    private Task<Result<SandboxReceipt>> Choose(OrderView order, SandboxOutcome outcome) =>
        shop.Grains.SandboxPayment(order.PaymentSessionId!).Choose(new(order.PaymentSessionId!, outcome));

    private async Task<OrderView> Expired(Guid customer)
    {
        var order = await shop.Placed(customer);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.Grains.Order(order.Id).Resume();
        return await shop.Eventually(order.Id, OrderStatus.Expired);
    }

    private async Task<string[]> MessagesOf(OrderView order) =>
        await shop.Database.Value<string[]>(
            $"select array_agg(kind order by kind) from outbox where body ->> 'reference' = '{order.Reference}'");

    private static PaymentNews Paid(OrderView order) => new(
        "evt_1", PaymentNewsKind.Succeeded, "sandbox", "pay_1", order.PaymentSessionId!, order.Total, order.Currency);
}
