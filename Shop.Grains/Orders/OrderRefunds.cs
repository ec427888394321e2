using System.Collections.Immutable;
using Shop.Payments;

namespace Shop.Orders;

/// <summary>
/// The moves that send money back. A refund is stored before a provider hears of it, and it counts from then on: what
/// was paid cannot be promised twice.
/// </summary>
public sealed partial record Order
{
    /// <summary>The pauses between tries double from five seconds to this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Minor units that were paid and neither went back nor are about to.</summary>
    public long Refundable => Payments.Where(IsMoney).Sum(LeftOf);

    public Result<Order> Refund(RefundOrder command, DateTimeOffset now)
    {
        if (Refundable == 0)
            return PaymentErrors.NothingToRefund;

        var inWhole = command.Items.IsEmpty && command.Amount is null;
        var items = inWhole ? [.. Lines.Select(line => new ReturnedItem(line.Sku, line.Quantity - line.Refunded))]
            : command.Items;
        if (CostOf(items) is not { } cost)
            return PaymentErrors.RefundLineUnknown;
        if (items.IsEmpty && command.Restock is true)
            return PaymentErrors.RefundNeedsLines;

        var amount = command.Amount ?? (inWhole ? Refundable : cost);
        if (amount > Refundable)
            return PaymentErrors.RefundTooLarge(Refundable);

        var back = MoneyToGoBack(amount, command.Id, command.Reason ?? "refund", command.Caller.UserId, now);
        var restock = command.Restock ?? (Status is OrderStatus.Processing);
        return (restock ? back.ToBeRestocked(items, command.Id, command.Caller.UserId) : back)
            .Counted(items)
            .AtItsEnd()
            .Moved(now, "refund_requested", Money.Format(amount, Currency), command.Caller.UserId);
    }

    public bool Knows(Guid refundCause) => Refunds.Any(refund => refund.Cause == refundCause);

    /// <summary>A refund that is to be sent now; null when there is none, or none yet.</summary>
    public RefundRecord? DueRefund(DateTimeOffset now) =>
        Refunds.FirstOrDefault(refund => refund.Status is RefundStatus.Requested && (refund.DueAt ?? now) <= now);

    /// <summary>What a provider said when it was sent a refund: it waits while the provider is away.</summary>
    public Order RefundSent(RefundRecord refund, Result<ProviderRefund> sent, DateTimeOffset now)
    {
        var next = sent switch
        {
            { Error.Kind: ErrorKind.Unavailable } => refund with
            {
                Attempts = refund.Attempts + 1,
                DueAt = now + PauseAfter(refund.Attempts),
                Failure = sent.Error.Title,
            },
            { Error: { } refused } => refund with
            {
                Status = RefundStatus.Failed,
                Failure = refused.Detail ?? refused.Title,
                DueAt = null,
            },
            _ => refund with
            {
                Status = sent.Value!.Status,
                Ref = sent.Value.Ref,
                Failure = sent.Value.Failure,
                DueAt = null,
            },
        };
        return Changed(refund, next, now);
    }

    private Order? RefundEnded(PaymentNews news, DateTimeOffset now)
    {
        var ours = Refunds.Where(one => one.Provider == news.Provider).ToList();
        var refund = ours.Find(one => one.Id == news.RefundId)
            ?? ours.Find(one => one.Ref is not null && one.Ref == news.RefundRef)
            ?? ours.Find(one => news.RefundId is null && one.PaymentRef == news.PaymentRef
                && one.Amount == news.Amount && one.Status is RefundStatus.Pending);
        var status = news.Kind is PaymentNewsKind.RefundSucceeded ? RefundStatus.Succeeded : RefundStatus.Failed;

        // What failed has failed: a bank may send back what had arrived, and never the other way round.
        if (refund is null || refund.Status is RefundStatus.Failed || refund.Status == status)
            return null;

        return Changed(
            refund,
            refund with { Status = status, Ref = refund.Ref ?? news.RefundRef, DueAt = null, Failure = news.Reason },
            now);
    }

    /// <summary>More has gone back than this shop sent: somebody did it at the provider.</summary>
    private Order? GoneBack(PaymentNews news, DateTimeOffset now)
    {
        if (Payments.FirstOrDefault(one => IsOf(one, news) && IsMoney(one)) is not { } payment)
            return null;

        var elsewhere = news.Amount - (payment.Amount - LeftOf(payment));
        if (elsewhere <= 0 || elsewhere > LeftOf(payment))
            return null;

        var cause = DerivedId.From(payment.Id, "elsewhere", $"{news.Amount}");
        var refund = RefundOf(payment, elsewhere, cause, "refunded_elsewhere", null, now) with
        {
            Status = RefundStatus.Succeeded,
            DueAt = null,
        };
        return (this with { Refunds = Refunds.Add(refund) })
            .Alerted(OrderAlert.RefundedElsewhere)
            .Settled()
            .AtItsEnd()
            .Moved(now, "refunded", Money.Format(elsewhere, Currency))
            .TellingOf(refund);
    }

    private Order? Disputed(PaymentNews news, DateTimeOffset now) =>
        Alerts.Contains(OrderAlert.Disputed) || !Payments.Any(payment => IsOf(payment, news))
            ? null
            : Alerted(OrderAlert.Disputed).Moved(now, "disputed", news.Reason);

    private Order Changed(RefundRecord refund, RefundRecord next, DateTimeOffset now)
    {
        var order = (this with { Refunds = Refunds.Replace(refund, next) }).Settled();
        order = order with { Next = order.Next is OrderStep.GiveMoneyBack ? order.NextAfterStock : order.Next };
        return next.Status switch
        {
            RefundStatus.Succeeded => order.Moved(now, "refunded", Money.Format(next.Amount, next.Currency))
                .TellingOf(next),
            RefundStatus.Failed => order.Alerted(OrderAlert.RefundFailed).Moved(now, "refund_failed", next.Failure),
            RefundStatus.Pending => order.Moved(now, "refund_pending"),
            _ => order.Moved(now),
        };
    }

    /// <summary>A payment that the order cannot take.</summary>
    private Order GoesBack(PaymentNews news, string reason, DateTimeOffset now)
    {
        var payment = Payments.Last(one => IsOf(one, news));
        var refund = RefundOf(payment, payment.Amount, payment.Id, reason, null, now);
        return (this with
        {
            Payments = Payments.Replace(payment, payment with { Status = PaymentStatus.Refunding, Reason = reason }),
            Refunds = Refunds.Add(refund),
            Next = Next is OrderStep.PutBack ? Next : OrderStep.GiveMoneyBack,
        }).Moved(now, "payment_not_accepted", reason);
    }

    private Order AllMoneyToGoBack(string reason, DateTimeOffset now) => Refundable == 0
        ? this
        : MoneyToGoBack(Refundable, DerivedId.From(CustomerId, Reference, reason, $"{Version}"), reason, null, now);

    /// <summary>From one payment after the other; there is hardly ever more than one.</summary>
    private Order MoneyToGoBack(long amount, Guid cause, string reason, Guid? by, DateTimeOffset now)
    {
        var order = this;
        foreach (var payment in Payments.Where(IsMoney))
        {
            var part = Math.Min(amount, LeftOf(payment));
            if (part == 0)
                continue;

            amount -= part;
            var inWhole = part == payment.Amount;
            order = order with
            {
                Refunds = order.Refunds.Add(RefundOf(payment, part, cause, reason, by, now)),
                Payments = inWhole
                    ? order.Payments.Replace(
                        payment, payment with { Status = PaymentStatus.Refunding, Reason = reason })
                    : order.Payments,
            };
        }

        return order with { Next = OrderStep.GiveMoneyBack };
    }

    private static RefundRecord RefundOf(
        PaymentRecord payment, long amount, Guid cause, string reason, Guid? by, DateTimeOffset now) =>
        new(DerivedId.From(cause, payment.Provider, payment.Ref), cause, payment.Provider, payment.Ref,
            RefundStatus.Requested, amount, payment.Currency, reason, now, by, DueAt: now);

    /// <summary>What each payment has given back, by the refunds that arrived.</summary>
    private Order Settled() => this with
    {
        Payments =
        [
            .. from payment in Payments
               let refunded = RefundsOf(payment).Where(one => one.Status is RefundStatus.Succeeded)
                   .Sum(one => one.Amount)
               select IsMoney(payment)
                   ? payment with
                   {
                       Refunded = refunded,
                       Status = refunded == payment.Amount ? PaymentStatus.Refunded
                           : payment.Status is PaymentStatus.Refunded ? PaymentStatus.Refunding
                           : payment.Status,
                   }
                   : payment,
        ],
    };

    /// <summary>An order is refunded when nothing of its money is left here.</summary>
    private Order AtItsEnd() => Refundable > 0 ? this : this with
    {
        Status = Status is OrderStatus.Processing or OrderStatus.Shipped or OrderStatus.Completed
            ? OrderStatus.Refunded
            : Status,
    };

    private Order Counted(ImmutableArray<ReturnedItem> items) => this with
    {
        Lines =
        [
            .. Lines.Select(line => line with
            {
                Refunded = line.Refunded + items.Where(item => item.Sku == line.Sku).Sum(item => item.Quantity),
            }),
        ],
    };

    /// <summary>Null when the order has no such lines, or not so many units.</summary>
    private long? CostOf(ImmutableArray<ReturnedItem> items)
    {
        long cost = 0;
        foreach (var same in items.GroupBy(item => item.Sku))
        {
            var line = Lines.FirstOrDefault(one => one.Sku == same.Key);
            if (line is null || same.Any(item => item.Quantity < 0)
                || same.Sum(item => (long)item.Quantity) > line.Quantity - line.Refunded)
            {
                return null;
            }

            cost += same.Sum(item => item.Quantity) * line.UnitPrice;
        }

        return cost;
    }

    private static bool IsMoney(PaymentRecord payment) => payment.Status is not PaymentStatus.Failed;

    private IEnumerable<RefundRecord> RefundsOf(PaymentRecord payment) =>
        Refunds.Where(one => one.Provider == payment.Provider && one.PaymentRef == payment.Ref);

    private long LeftOf(PaymentRecord payment) => payment.Amount
        - RefundsOf(payment).Where(one => one.Status is not RefundStatus.Failed).Sum(one => one.Amount);

    private Order Alerted(OrderAlert why) => Alerts.Contains(why) ? this : this with { Alerts = Alerts.Add(why) };

    private OrderStep NextAfterStock => !ToRestock.IsEmpty ? OrderStep.Restock
        : Refunds.Any(refund => refund.Status is RefundStatus.Requested) ? OrderStep.GiveMoneyBack
        : OrderStep.None;

    /// <summary>A refund that is due now may be under way: it is looked at again when it had time.</summary>
    private DateTimeOffset NextRefundAt(DateTimeOffset now)
    {
        var due = Refunds.Where(refund => refund.Status is RefundStatus.Requested)
            .Select(refund => refund.DueAt ?? now).DefaultIfEmpty(now).Min();
        return due <= now ? now + Patience : due;
    }

    private static TimeSpan PauseAfter(int attempts) => TimeSpan.FromSeconds(
        Math.Min(LongestPause.TotalSeconds, Patience.TotalSeconds * (1 << Math.Min(attempts, 10))));

    private Order TellingOf(RefundRecord refund) =>
        Telling(news => news with { Amount = refund.Amount, Note = refund.Reason }, OrderNews.Refunded);
}
