using System.Collections.Immutable;

namespace Shop.Orders;

/// <summary>The moves of goods that come back: asked for, approved, received, refunded.</summary>
public sealed partial record Order
{
    public Result<Order> RequestReturn(RequestReturn command, DateTimeOffset now)
    {
        if (Status is not (OrderStatus.Shipped or OrderStatus.Completed))
            return OrderErrors.StatusForbids(Status, "sent back");
        if (command.Items.IsEmpty || !CanComeBack(command.Items))
            return ReturnErrors.ItemsUnknown;

        var asked = new OrderReturn(command.Id, ReturnStatus.Requested, command.Items, command.Reason, now);
        return (this with { Returns = Returns.Add(asked) })
            .Moved(now, "return_requested", command.Reason, command.Caller.UserId);
    }

    public Result<Order> DecideReturn(DecideReturn command, DateTimeOffset now) =>
        Step(command.Id, ReturnStatus.Requested, command.Approve ? "approved" : "rejected", asked =>
            With(asked, asked with
            {
                Status = command.Approve ? ReturnStatus.Approved : ReturnStatus.Rejected,
                Note = command.Note,
            }).Moved(
                now, command.Approve ? "return_approved" : "return_rejected", command.Note, command.Caller.UserId));

    public Result<Order> ReceiveReturn(ReceiveReturn command, DateTimeOffset now) =>
        Step(command.Id, ReturnStatus.Approved, "received", asked =>
        {
            var received = With(asked, asked with { Status = ReturnStatus.Received });
            return (command.Restock ? received.ToBeRestocked(asked.Items, asked.Id, command.Caller.UserId) : received)
                .Moved(now, "return_received", by: command.Caller.UserId);
        });

    public Result<Order> RefundReturn(RefundReturn command, DateTimeOffset now) =>
        Step(command.Id, ReturnStatus.Received, "refunded", asked =>
            With(asked, asked with { Status = ReturnStatus.Refunded }).Refund(
                new RefundOrder(
                    asked.Id, command.Caller, command.Amount, asked.Items, Restock: false, asked.Reason, null),
                now));

    public OrderReturn? Return(Guid id) => Returns.FirstOrDefault(one => one.Id == id);

    /// <summary>The goods are in stock again.</summary>
    public Order Restocked(DateTimeOffset now)
    {
        var order = this with { ToRestock = [] };
        return (order with { Next = order.NextAfterStock }).Moved(now, "restocked");
    }

    private Result<Order> Step(Guid id, ReturnStatus from, string move, Func<OrderReturn, Result<Order>> step) =>
        Return(id) is not { } asked ? ReturnErrors.NotFound
        : asked.Status == from ? step(asked)
        : ReturnErrors.StatusForbids(asked.Status, move);

    private Order With(OrderReturn before, OrderReturn after) =>
        this with { Returns = Returns.Replace(before, after) };

    /// <summary>Only what left the warehouse can go back into it, and only once.</summary>
    private Order ToBeRestocked(ImmutableArray<ReturnedItem> items, Guid cause, Guid by)
    {
        var order = this;
        foreach (var item in items.Where(item => item.Quantity > 0))
        {
            var line = order.Lines.First(one => one.Sku == item.Sku);
            var units = StockTaken ? Math.Min(item.Quantity, line.Quantity - line.Restocked) : 0;
            if (units == 0)
                continue;

            order = order with
            {
                Lines = order.Lines.Replace(line, line with { Restocked = line.Restocked + units }),
                ToRestock = order.ToRestock.Add(new Restocking(cause, item.Sku, units, by)),
                Next = OrderStep.Restock,
            };
        }

        return order;
    }

    /// <summary>What is on its way back, and what was given its money without coming back, cannot come again.</summary>
    private bool CanComeBack(ImmutableArray<ReturnedItem> items) => items.GroupBy(item => item.Sku).All(same =>
        Lines.FirstOrDefault(line => line.Sku == same.Key) is { } line
        && same.All(item => item.Quantity > 0)
        && same.Sum(item => (long)item.Quantity) + UnderWay(line.Sku) <= line.Quantity - line.Refunded);

    private long UnderWay(string sku) => Returns
        .Where(one => one.Status is ReturnStatus.Requested or ReturnStatus.Approved or ReturnStatus.Received)
        .SelectMany(one => one.Items).Where(item => item.Sku == sku).Sum(item => (long)item.Quantity);
}
