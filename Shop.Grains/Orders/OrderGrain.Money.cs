using Shop.Carts;
using Shop.Inventory;
using Shop.Payments;

namespace Shop.Orders;

/// <summary>What becomes of an order by money: when it came, and when it goes back with the goods.</summary>
internal sealed partial class OrderGrain
{
    public async Task<Error?> Apply(PaymentNews news, bool isKept)
    {
        if (!await IsPlaced())
            return OrderErrors.NotFound;

        await Run();
        if (Order.Hear(news, clock.GetUtcNow()) is { } next)
            await Keep(isKept && next.Next is OrderStep.TakeStock ? await TakeStock(next) : next);

        return null;
    }

    public async Task<Result<OrderView>> Refund(RefundOrder command) =>
        command.Caller.IsStaff && Order.Knows(command.Id)
            ? Answer()
            : await ChangeByStaff(command.Caller, command.Version, order => order.Refund(command, clock.GetUtcNow()));

    public async Task<Result<OrderView>> RequestReturn(RequestReturn command) =>
        await Concerns(command.Caller) && Order.Return(command.Id) is not null
            ? Answer()
            : await Change(command.Caller, command.Version, order => order.RequestReturn(command, clock.GetUtcNow()));

    public Task<Result<OrderView>> DecideReturn(DecideReturn command) =>
        ChangeByStaff(command.Caller, command.Version, order => order.DecideReturn(command, clock.GetUtcNow()));

    public Task<Result<OrderView>> ReceiveReturn(ReceiveReturn command) =>
        ChangeByStaff(command.Caller, command.Version, order => order.ReceiveReturn(command, clock.GetUtcNow()));

    public Task<Result<OrderView>> RefundReturn(RefundReturn command) =>
        ChangeByStaff(command.Caller, command.Version, order => order.RefundReturn(command, clock.GetUtcNow()));

    /// <summary>Without a place to pay there is nothing to wait for: what was held is free again.</summary>
    private async Task<Result<PaymentSession>> OpenSession(
        IPaymentGateway gateway, Order order, int attempt, DateTimeOffset expiresAt)
    {
        var session = await gateway.Open(new PaymentRequest(
            Id, attempt, order.Reference, order.Email,
            [.. order.Lines.Select(line => new PaymentItem(line.Name, line.Quantity, line.UnitPrice))],
            order.Total, order.Currency, expiresAt));
        if (session.Error is not null)
            await Release(order);

        return session;
    }

    /// <summary>
    /// The provider is told that the session is over, and has the last word: a payment that it took a moment ago is
    /// heard instead. One that is away cannot say so; its news comes later, and is late.
    /// </summary>
    private async Task<Order> UnlessPaid(Order over)
    {
        var news = await CloseSession();
        return news is { Kind: PaymentNewsKind.Succeeded } ? Order.Hear(news, clock.GetUtcNow()) ?? over : over;
    }

    private async Task<PaymentNews?> CloseSession() =>
        Order.Session is { } session && gateways.Find(session.Provider) is { } gateway
            ? (await gateway.Close(session.Id)).Value?.News
            : null;

    private async Task<Order> PutBack()
    {
        if (Order.Status is OrderStatus.Cancelled && Order.Payments.IsEmpty)
            await CloseSession();

        await Release(Order);
        if (Order.StockTaken)
            await Task.WhenAll(Order.Lines.Select(PutBackLine));

        return Order.StockBack(clock.GetUtcNow());
    }

    /// <summary>Units that had come back before do not come back again.</summary>
    private Task PutBackLine(OrderLine line) => Order.Lines.All(one => one.Restocked == 0)
        ? GrainFactory.Inventory(line.Sku).Restock(Id)
        : Receive(new Restocking(Id, line.Sku, line.Quantity - line.Restocked, Order.CustomerId));

    private async Task<Order> Restock()
    {
        await Task.WhenAll(Order.ToRestock.Select(Receive));
        return Order.Restocked(clock.GetUtcNow());
    }

    private async Task Receive(Restocking back)
    {
        if (back.Quantity > 0)
        {
            await GrainFactory.Inventory(back.Sku).Adjust(new AdjustStock(
                DerivedId.From(back.Cause, "restock", back.Sku), StockChange.Receive, back.Quantity,
                $"returned from {Order.Reference}", back.By));
        }
    }

    private async Task<Order> TakeStock(Order paid)
    {
        var answers = await Task.WhenAll(paid.Lines.Select(TakeLine));
        if (answers.Any(answer => answer is not null))
            return paid.Undeliverable(clock.GetUtcNow());

        await GrainFactory.Cart(paid.CustomerId).RemoveBought(Id, paid.Bought());
        return paid.Confirmed(clock.GetUtcNow());
    }

    /// <summary>True while the order is yet to be told of a payment that its stock was taken for.</summary>
    private async Task<bool> HasTaken()
    {
        var answers = await Task.WhenAll(Order.Lines.Select(line => GrainFactory.Inventory(line.Sku).HasTaken(Id)));
        return answers.Any(taken => taken);
    }

    /// <summary>
    /// A hold that has lapsed is taken again, if the stock is still there. So is one of another quantity: two processes
    /// that place an order at one moment, each from what it takes for the cart, hold by turns, and one of them writes.
    /// </summary>
    private async Task<Error?> TakeLine(OrderLine line)
    {
        var stock = GrainFactory.Inventory(line.Sku);
        var untaken = await stock.Commit(Id, line.Quantity);
        if (untaken is null)
            return null;

        if (untaken.Code == InventoryErrors.ReservationDiffers.Code)
            await stock.Release(Id);

        var until = clock.GetUtcNow() + CheckoutOptions.HoldGrace;
        return await stock.Reserve(new ReserveStock(Id, line.Quantity, until)) ?? await stock.Commit(Id, line.Quantity);
    }

    /// <summary>One refund at a time, so that what the provider said of it is stored before the next is sent.</summary>
    private async Task<Order> GiveMoneyBack()
    {
        var refund = Order.DueRefund(clock.GetUtcNow())!;
        var sent = gateways.Find(refund.Provider) is { } gateway
            ? await gateway.Refund(Id, refund)
            : PaymentErrors.ProviderAway;
        return Order.RefundSent(refund, sent, clock.GetUtcNow());
    }
}
