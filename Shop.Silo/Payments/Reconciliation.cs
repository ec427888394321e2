namespace Shop.Payments;

/// <summary>
/// Compares what the providers charged with what the orders say. An order that only did not hear of something is told,
/// which is safe: it is the same news that a webhook would have brought, on the same way. All else is for a person.
/// </summary>
internal sealed class Reconciliation(
    PaymentGateways gateways, BookedPayments booked, MissedNews missed, TimeProvider clock)
{
    /// <summary>News of the last minutes may still be on its way.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(5);

    /// <summary>An order may hear of a charge much later than it was made.</summary>
    private static readonly TimeSpan HeardLate = TimeSpan.FromDays(3);

    private const int AtOnce = 100;

    /// <param name="period">How far back.</param>
    /// <param name="repair">False: only report.</param>
    /// <param name="stop">Ends it; what was repaired stays so.</param>
    public async Task<ReconciliationReport> Run(TimeSpan period, bool repair, CancellationToken stop)
    {
        var until = clock.GetUtcNow() - OnItsWay;
        var compared = new Dictionary<string, int>();
        var (found, away) = (new List<PaymentDifference>(), new List<string>());
        foreach (var gateway in gateways.All)
        {
            if (gateway.Charges(until - period - HeardLate, until + OnItsWay, stop) is not { } charges)
                continue;

            try
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                await foreach (var some in charges.Chunk(AtOnce).WithCancellation(stop))
                {
                    seen.UnionWith(some.Select(charge => charge.PaymentRef));
                    found.AddRange(await Compare(gateway.Name, [.. some.Where(one => one.At < until)], repair));
                }

                found.AddRange(await NotCharged(gateway.Name, seen, until - period, until));
                compared[gateway.Name] = seen.Count;
            }
            catch (UnavailableException)
            {
                away.Add(gateway.Name);
            }
        }

        return await Settle(new(compared, found, away), stop);
    }

    /// <summary>Waits until what orders were told was taken, and looks again.</summary>
    public async Task<ReconciliationReport> Settle(ReconciliationReport report, CancellationToken stop)
    {
        var settled = new List<PaymentDifference>();
        foreach (var one in report.Differences)
            settled.Add(one.IsUnderWay ? await LookAgain(one, stop) : one);

        return report with { Differences = settled };
    }

    private async Task<List<PaymentDifference>> Compare(string provider, ProviderCharge[] charges, bool repair)
    {
        var found = new List<PaymentDifference>();
        var owned = new List<(ProviderCharge Charge, Guid? Order)>();
        foreach (var charge in charges)
            owned.Add((charge, await booked.OrderOf(provider, charge)));

        var payments = await booked.Of(provider, [.. owned.Select(one => one.Order).OfType<Guid>().Distinct()]);
        foreach (var (charge, order) in owned)
        {
            if (Judge(provider, charge, order, payments) is { } difference)
            {
                var told = repair ? await missed.Tell(difference, charge) : null;
                found.Add(difference with { Charge = charge, ToldBy = told });
            }
        }

        return found;
    }

    private async Task<IEnumerable<PaymentDifference>> NotCharged(
        string provider, HashSet<string> charged, DateTimeOffset since, DateTimeOffset until) =>
        from payment in await booked.Heard(provider, since, until)
        where !charged.Contains(payment.Ref!)
        select new PaymentDifference(
            DifferenceKind.ChargeMissing, provider, payment.Ref!, payment.OrderId,
            $"order {payment.OrderReference} was paid {Money.Format(payment.Amount!.Value, payment.Currency!)}, and "
            + "the provider has no such charge");

    private static PaymentDifference? Judge(
        string provider, ProviderCharge charge, Guid? order, ILookup<Guid, BookedPayment> payments)
    {
        var ofOrder = order is { } id ? payments[id].ToList() : [];
        var payment = ofOrder.Find(one => one.Ref == charge.PaymentRef);
        var charged = Money.Format(charge.Amount, charge.Currency);
        var name = ofOrder.Count > 0 ? ofOrder[0].OrderReference : "";
        PaymentDifference Found(DifferenceKind kind, string text) =>
            new(kind, provider, charge.PaymentRef, order, text);

        return payment is null && ofOrder.Count == 0
                ? Found(DifferenceKind.ChargeOfNobody, $"{charged} charged, for no order of this shop")
            : payment is null
                ? Found(DifferenceKind.PaymentNotHeard, $"{charged} charged, and order {name} has not heard of it")
            : payment.Amount != charge.Amount || payment.Currency != charge.Currency
                ? Found(DifferenceKind.AmountDiffers,
                    $"{charged} charged, and order {name} says "
                    + Money.Format(payment.Amount!.Value, payment.Currency!))
            : charge.Refunded > payment.Sent
                ? Found(DifferenceKind.RefundNotHeard,
                    $"{Money.Format(charge.Refunded, charge.Currency)} went back, and order {name} has not heard of it")
            : charge.Refunded < payment.Arrived
                ? Found(DifferenceKind.RefundMissing,
                    $"order {name} says that {Money.Format(payment.Arrived!.Value, charge.Currency)} went back, and it "
                    + $"is {Money.Format(charge.Refunded, charge.Currency)}")
            : null;
    }

    private async Task<PaymentDifference> LookAgain(PaymentDifference difference, CancellationToken stop)
    {
        await missed.Taken(difference.Provider, difference.ToldBy!, stop);
        var payments = await booked.Of(difference.Provider, [difference.OrderId!.Value]);
        return difference with
        {
            Repaired = Judge(difference.Provider, difference.Charge!, difference.OrderId, payments) is null,
        };
    }
}
