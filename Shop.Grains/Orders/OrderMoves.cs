using Shop.Payments;

namespace Shop.Orders;

/// <summary>
/// The moves of an order: pure, each gives the next state or says why not. Every move sets what is to be done next
/// and when to look again.
/// </summary>
public sealed partial record Order
{
    /// <summary>How long a step may take before the sweeper has it done again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The first state that is stored: stock is held, money is awaited.</summary>
    public Order Placed(DateTimeOffset now) =>
        (this with { Status = OrderStatus.Created, CreatedAt = now, Attempt = 1 }).Moved(now, "created");

    /// <summary>A new try after a declined payment; the stock is held again.</summary>
    public Order Reopened(PaymentSession session, DateTimeOffset expiresAt, DateTimeOffset now) =>
        (this with
        {
            Status = OrderStatus.Created,
            Session = session,
            ExpiresAt = expiresAt,
            Attempt = Attempt + 1,
        }).Moved(now, "payment_reopened");

    /// <summary>Nobody paid in time.</summary>
    public Order Expired(DateTimeOffset now) =>
        (this with { Status = OrderStatus.Expired, Next = OrderStep.PutBack }).Moved(now, "expired")
        .Telling(OrderNews.Expired);

    public Result<Order> Cancel(CancelOrder command, DateTimeOffset now)
    {
        if (Status is not (OrderStatus.Created or OrderStatus.PaymentFailed or OrderStatus.Processing))
            return OrderErrors.StatusForbids(Status, "cancelled");

        var cancelled = AllMoneyToGoBack("order_cancelled", now) with
        {
            Status = OrderStatus.Cancelled,
            Next = OrderStep.PutBack,
        };
        return cancelled.Moved(now, "cancelled", command.Reason, command.Caller.UserId)
            .Telling(OrderNews.Cancelled);
    }

    public Result<Order> Ship(ShipOrder command, DateTimeOffset now) =>
        Status is OrderStatus.Processing
            ? (this with
            {
                Status = OrderStatus.Shipped,
                Shipment = new Shipment(command.Carrier, command.TrackingNumber, now, command.LinkToTrack()),
            }).Moved(now, "shipped", by: command.Caller.UserId).Telling(OrderNews.Shipped)
            : OrderErrors.StatusForbids(Status, "shipped");

    public Result<Order> Complete(CompleteOrder command, DateTimeOffset now) =>
        Status is OrderStatus.Shipped
            ? (this with { Status = OrderStatus.Completed }).Moved(now, "completed", by: command.Caller.UserId)
            : OrderErrors.StatusForbids(Status, "completed");

    /// <summary>Null: it is no news to this order.</summary>
    public Order? Hear(PaymentNews news, DateTimeOffset now) => news.Kind switch
    {
        PaymentNewsKind.Ignored => null,
        PaymentNewsKind.SessionExpired => IsOpen(news.SessionId) ? Expired(now) : null,
        PaymentNewsKind.Open => null,
        PaymentNewsKind.Disputed => Disputed(news, now),
        PaymentNewsKind.GoneBack => GoneBack(news, now),
        PaymentNewsKind.RefundSucceeded or PaymentNewsKind.RefundFailed => RefundEnded(news, now),
        _ when Payments.Any(payment => IsOf(payment, news)
            && (IsMoney(payment) || news.Kind is PaymentNewsKind.Failed)) => null,
        PaymentNewsKind.Failed => Declined(news, now),
        PaymentNewsKind.Succeeded => Paid(news, now),
        _ => throw new ArgumentOutOfRangeException(nameof(news), news.Kind, "No move is chosen for this news."),
    };

    /// <summary>The stock was taken: the order is to be packed.</summary>
    public Order Confirmed(DateTimeOffset now) =>
        (this with { Status = OrderStatus.Processing, Next = NextAfterStock }).Moved(now, "processing")
            .Telling(OrderNews.Confirmed, OrderNews.Paid);

    /// <summary>It was paid, but the hold had lapsed and somebody else has the goods.</summary>
    public Order Undeliverable(DateTimeOffset now) =>
        (AllMoneyToGoBack("out_of_stock", now) with
        {
            Status = OrderStatus.Refunded,
            Next = OrderStep.PutBack,
        }).Moved(now, "out_of_stock");

    /// <summary>
    /// Nothing is held or taken any more. When units had come back before, each line went back by itself, and what the
    /// order took stands in the ledger beside what came back.
    /// </summary>
    public Order StockBack(DateTimeOffset now)
    {
        var inParts = Lines.Any(line => line.Restocked > 0);
        return (this with
        {
            StockTaken = StockTaken && inParts,
            Lines = inParts ? [.. Lines.Select(line => line with { Restocked = line.Quantity })] : Lines,
            Next = NextAfterStock,
        }).Moved(now);
    }

    private Order Declined(PaymentNews news, DateTimeOffset now)
    {
        var known = this with { Payments = Payments.Add(Record(news, PaymentStatus.Failed, news.Reason, now)) };
        return IsOpen(news.SessionId)
            ? (known with { Status = OrderStatus.PaymentFailed, Next = OrderStep.PutBack })
                .Moved(now, "payment_failed", news.Reason).Telling(OrderNews.PaymentFailed)
            : known.Moved(now, "late_decline", news.Reason);
    }

    private Order Paid(PaymentNews news, DateTimeOffset now)
    {
        var refusal =
            news.Amount != Total || news.Currency != Currency ? "amount_differs"
            : Payments.Any(payment => payment.Status is PaymentStatus.Succeeded) ? "paid_twice"
            : IsForgotten || Status is OrderStatus.Cancelled or OrderStatus.Refunded ? "order_closed"
            : null;

        var heard = this with { Payments = Payments.Add(Record(news, PaymentStatus.Succeeded, null, now)) };
        if (refusal is null)
            return (heard with { StockTaken = true, Next = OrderStep.TakeStock }).Moved(now, "paid");

        // Who heard it first may have died between taking the stock and storing that, before the order was closed.
        var mayHaveTaken = refusal is "order_closed" && !Payments.Any(IsMoney);
        return (mayHaveTaken ? heard with { StockTaken = true, Next = OrderStep.PutBack } : heard)
            .GoesBack(news, refusal, now);
    }

    private bool IsOpen(string sessionId) => Status is OrderStatus.Created && Session?.Id == sessionId;

    private PaymentRecord Record(PaymentNews news, PaymentStatus status, string? reason, DateTimeOffset now) =>
        new(news.Provider, news.PaymentRef, status, news.Amount, news.Currency, now, Refunded: 0, reason,
            DerivedId.From(CustomerId, Reference, news.Provider, news.PaymentRef, status.ToString()));

    private static bool IsOf(PaymentRecord payment, PaymentNews news) =>
        payment.Provider == news.Provider && payment.Ref == news.PaymentRef;

    private Order Moved(DateTimeOffset now, string? kind = null, string? note = null, Guid? by = null) => this with
    {
        Version = Version + 1,
        Messages = [],
        Timeline = kind is null ? Timeline : Timeline.Add(new OrderEvent(now, kind, note, by)),
        WakeAt = Next is OrderStep.GiveMoneyBack ? NextRefundAt(now)
            : Next is not OrderStep.None ? now + Patience
            : Status is OrderStatus.Created ? ExpiresAt
            : null,
    };

    private Order Telling(params ReadOnlySpan<string> kinds) => Telling(news => news, kinds);

    private Order Telling(Func<OrderNews, OrderNews> more, params ReadOnlySpan<string> kinds)
    {
        if (IsForgotten)
            return this;

        var news = more(OrderNews.Of(this) with { Note = Timeline[^1].Note });
        return this with { Messages = news.Messages(kinds, Version) };
    }
}
