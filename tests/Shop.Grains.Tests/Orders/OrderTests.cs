using Shop.Payments;

namespace Shop.Orders;

public class OrderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Caller Staff = new(Guid.CreateVersion7(), IsStaff: true);

    [Fact]
    public void A_placed_order_waits_for_money_until_it_expires()
    {
        var order = Placed();

        Assert.Equal((OrderStatus.Created, OrderStep.None), (order.Status, order.Next));
        Assert.Equal(order.ExpiresAt, order.WakeAt);
    }

    [Fact]
    public void Paid_means_that_stock_is_taken_before_anything_is_told()
    {
        var paid = Placed().Hear(Paid(), Noon)!;

        Assert.Equal((OrderStatus.Created, OrderStep.TakeStock, true), (paid.Status, paid.Next, paid.StockTaken));
        Assert.Empty(paid.Messages);
        Assert.NotNull(paid.WakeAt);
    }

    [Fact]
    public void A_confirmed_order_tells_and_has_nothing_more_to_do_by_itself()
    {
        var order = Confirmed();

        Assert.Equal((OrderStatus.Processing, OrderStep.None), (order.Status, order.Next));
        Assert.Null(order.WakeAt);
        Assert.Equal(["order.confirmed", "order.paid"], order.Messages.Select(message => message.Kind));
    }

    [Fact]
    public void A_message_is_told_by_one_move_only()
    {
        Assert.Equal(Ids(Confirmed()), Ids(Confirmed()));
        Assert.DoesNotContain("order.confirmed", Shipped().Messages.Select(message => message.Kind));
    }

    [Fact]
    public void A_late_payment_brings_no_goods_to_a_buyer_who_is_gone()
    {
        var expired = Placed().Expired(Noon).StockBack(Noon);
        var paid = expired.Forgotten(Noon)!.Hear(Paid(), Noon)!;

        Assert.Equal(OrderStep.TakeStock, expired.Hear(Paid(), Noon)!.Next);
        Assert.Equal((OrderStatus.Expired, OrderStep.PutBack), (paid.Status, paid.Next));
        Assert.Equal(OrderStep.GiveMoneyBack, paid.StockBack(Noon).Next);
    }

    [Fact]
    public void An_order_under_way_does_not_forget_where_it_goes()
    {
        Assert.Null(Placed().Forgotten(Noon));
        Assert.Null(Confirmed().Forgotten(Noon));
        Assert.Null(Shipped().Forgotten(Noon));
        Assert.Null(Placed().Expired(Noon).Forgotten(Noon));
    }

    [Fact]
    public void The_same_payment_twice_is_no_news() => Assert.Null(Confirmed().Hear(Paid(), Noon));

    [Theory]
    [InlineData(999, "USD")]
    [InlineData(1_001, "USD")]
    [InlineData(1_000, "EUR")]
    public void Another_amount_never_pays_an_order_and_goes_back(long amount, string currency)
    {
        var order = Placed().Hear(Paid() with { Amount = amount, Currency = currency }, Noon)!;

        Assert.Equal((OrderStatus.Created, OrderStep.GiveMoneyBack), (order.Status, order.Next));
        Assert.Equal((PaymentStatus.Refunding, "amount_differs"), (order.Payments[0].Status, order.Payments[0].Reason));
    }

    [Fact]
    public void A_second_payment_goes_back()
    {
        var order = Confirmed().Hear(Paid() with { PaymentRef = "pay_2" }, Noon)!;

        Assert.Equal((OrderStatus.Processing, OrderStep.GiveMoneyBack), (order.Status, order.Next));
        Assert.Equal([PaymentStatus.Succeeded, PaymentStatus.Refunding], order.Payments.Select(one => one.Status));
    }

    [Fact]
    public void Declined_frees_the_stock()
    {
        var order = Placed().Hear(Paid() with { Kind = PaymentNewsKind.Failed }, Noon)!;

        Assert.Equal((OrderStatus.PaymentFailed, OrderStep.PutBack), (order.Status, order.Next));
    }

    [Fact]
    public void News_of_an_older_try_does_not_fail_the_newer_one()
    {
        var reopened = Placed().Hear(Paid() with { Kind = PaymentNewsKind.Failed }, Noon)!.StockBack(Noon)
            .Reopened(new PaymentSession("sandbox", "s2", "/"), Noon.AddMinutes(15), Noon);

        var late = reopened.Hear(Paid() with { Kind = PaymentNewsKind.Failed, PaymentRef = "pay_1b" }, Noon)!;

        Assert.Equal(OrderStatus.Created, late.Status);
        Assert.Null(reopened.Hear(Paid() with { Kind = PaymentNewsKind.SessionExpired }, Noon));
    }

    [Theory]
    [InlineData(PaymentNewsKind.Failed)]
    [InlineData(PaymentNewsKind.SessionExpired)]
    public void Bad_news_after_good_changes_nothing(PaymentNewsKind kind)
    {
        var heard = Confirmed().Hear(Paid() with { Kind = kind, PaymentRef = "pay_0" }, Noon);

        Assert.Equal(OrderStatus.Processing, (heard ?? Confirmed()).Status);
    }

    [Fact]
    public void Money_after_expiry_is_tried_again_and_goes_back_when_the_goods_are_gone()
    {
        var late = Placed().Expired(Noon).StockBack(Noon).Hear(Paid(), Noon)!;
        Assert.Equal(OrderStep.TakeStock, late.Next);

        var gone = late.Undeliverable(Noon);
        Assert.Equal((OrderStatus.Refunded, OrderStep.PutBack), (gone.Status, gone.Next));

        var back = gone.StockBack(Noon);
        Assert.Equal(OrderStep.GiveMoneyBack, back.Next);

        var settled = back.RefundSent(back.DueRefund(Noon)!, Sent(), Noon);
        Assert.Equal((OrderStep.None, 1_000L), (settled.Next, settled.Payments[0].Refunded));
        Assert.Equal("out_of_stock", settled.Payments[0].Reason);
    }

    [Fact]
    public void Money_for_a_cancelled_order_goes_back()
    {
        var cancelled = Placed().Cancel(new CancelOrder(Staff, null, null), Noon).Value!.StockBack(Noon);

        var late = cancelled.Hear(Paid(), Noon)!;

        Assert.Equal((OrderStatus.Cancelled, OrderStep.PutBack), (late.Status, late.Next));
        Assert.Equal(OrderStep.GiveMoneyBack, late.StockBack(Noon).Next);
    }

    [Fact]
    public void Cancelling_a_paid_order_sends_its_money_back()
    {
        var order = Confirmed().Cancel(new CancelOrder(Staff, "changed my mind", null), Noon).Value!;

        Assert.Equal((OrderStatus.Cancelled, OrderStep.PutBack), (order.Status, order.Next));
        Assert.Equal(OrderStep.GiveMoneyBack, order.StockBack(Noon).Next);
    }

    [Fact]
    public void Shipping_follows_payment_and_completion_follows_shipping()
    {
        Assert.Equal("order_status_forbids", Placed().Ship(Ship(), Noon).Error!.Code);
        Assert.Equal("order_status_forbids", Confirmed().Complete(new CompleteOrder(Staff, null), Noon).Error!.Code);
        Assert.Equal(OrderStatus.Completed, Shipped().Complete(new CompleteOrder(Staff, null), Noon).Value!.Status);
        Assert.Equal("order_status_forbids", Shipped().Cancel(new CancelOrder(Staff, null, null), Noon).Error!.Code);
    }

    [Fact]
    public void Every_move_makes_another_version()
    {
        Order[] moves = [Placed(), Placed().Hear(Paid(), Noon)!, Confirmed(), Shipped()];

        Assert.Equal([1, 2, 3, 4], moves.Select(order => order.Version));
    }

    [Fact]
    public void References_are_short_and_told_apart()
    {
        var references = Enumerable.Range(0, 10_000)
            .Select(_ => OrderReference.Of(Guid.CreateVersion7(), 0)).ToHashSet();

        Assert.Equal(10_000, references.Count);
        Assert.All(references, reference => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", reference));
        Assert.NotEqual(OrderReference.Of(Guid.Empty, 0), OrderReference.Of(Guid.Empty, 1));
    }

    internal static Order Placed() => new Order
    {
        Reference = "TESTS-00001",
        Email = "buyer@shop.example",
        Lines = [new OrderLine(Guid.Empty, Guid.Empty, "MUG", "Mug", null, null, 1, 1_000, 1_000, null)],
        Total = 1_000,
        Currency = "USD",
        ExpiresAt = Noon.AddMinutes(15),
        Session = new PaymentSession("sandbox", "s1", "/"),
    }.Placed(Noon);

    internal static PaymentNews Paid() =>
        new("evt_1", PaymentNewsKind.Succeeded, "sandbox", "pay_1", "s1", 1_000, "USD");

    private static Result<ProviderRefund> Sent() => new ProviderRefund("re_1", RefundStatus.Succeeded);

    private static IEnumerable<Guid> Ids(Order order) => order.Messages.Select(message => message.Id);
    private static Order Confirmed() => Placed().Hear(Paid(), Noon)!.Confirmed(Noon);
    private static Order Shipped() => Confirmed().Ship(Ship(), Noon).Value!;
    private static ShipOrder Ship() => new(Staff, "Post", "123", null);
}
