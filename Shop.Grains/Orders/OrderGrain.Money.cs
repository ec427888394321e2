using Shop.Inventory;
using Shop.Payments;

namespace Shop.Orders;

/// <summary>Where the order meets its payment provider, and where goods and money go back.</summary>
internal sealed partial class OrderGrain
{
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
