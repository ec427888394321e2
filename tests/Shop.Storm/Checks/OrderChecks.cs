using Shop.Storm.Customers;

namespace Shop.Storm.Checks;

/// <summary>What was acknowledged stays, and every order comes to its end.</summary>
internal static class OrderChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("Every order that was acknowledged is there, as it was acknowledged", Acknowledged),
        new("The history of an order only grows", Histories),
        new("No two answers speak against each other", evidence =>
            Task.FromResult<IReadOnlyList<string>>([.. evidence.Record.Contradictions])),
        Check.OfTables("Every order has come to its end", """
            select format('order %s is %s, and %s is next', id, status, state ->> 'next')
            from   orders
            where  coalesce(state ->> 'next', 'none') <> 'none' or wake_at is not null
            or     status not in ('processing', 'shipped', 'completed', 'cancelled', 'refunded', 'payment_failed',
                                  'expired')
            """),
        Check.OfTables("A customer is told once of each thing that happened", """
            select format('order %s: %s happened %s times and was told of %s times', reference, mail, happened, told)
            from   (select reference, mail, count(*) as happened
                    from   orders, jsonb_array_elements(state -> 'timeline') event,
                           (values ('processing', 'order.confirmed'), ('processing', 'order.paid'),
                                   ('cancelled', 'order.cancelled'), ('shipped', 'order.shipped'),
                                   ('payment_failed', 'order.payment_failed'), ('expired', 'order.expired'),
                                   ('refunded', 'order.refunded'))
                           as meaning (kind, mail)
                    where  event ->> 'kind' = meaning.kind
                    group  by 1, 2) events
            full   join (select body ->> 'reference' as reference, kind as mail, count(*) as told
                         from   outbox
                         where  kind like 'order.%'
                         group  by 1, 2) mails using (reference, mail)
            where  happened is distinct from told
            """),
        Check.OfTables("No mail is overdue: each is sent, marked as dead, or waits for its next try", """
            select format('%s %s is due since %s, after %s tries', kind, id, due_at, attempts)
            from   outbox
            where  sent_at is null and dead_at is null and due_at < now() - interval '30 seconds'
            """),
    ];

    private static Task<IReadOnlyList<string>> Acknowledged(Evidence evidence) =>
        Task.FromResult<IReadOnlyList<string>>(
        [
            .. from sale in evidence.Record.Sales
               let answer = evidence.Answers[sale.Id]
               let fault = answer is not { } order ? "is not there"
                   : order.GetProperty("reference").GetString() != sale.Reference ? "has another reference"
                   : order.GetProperty("total").GetInt64() != sale.Total ? "has another total"
                   : Sale.LinesOf(order) != sale.Lines ? $"has other lines: {Sale.LinesOf(order)}, not {sale.Lines}"
                   : null
               where fault is not null
               select $"order {sale.Id} {fault}",
        ]);

    /// <summary>What was shown once is the beginning of what is there now.</summary>
    private static Task<IReadOnlyList<string>> Histories(Evidence evidence) =>
        Task.FromResult<IReadOnlyList<string>>(
        [
            .. from sale in evidence.Record.Sales
               where evidence.Answers[sale.Id] is not null
               let now = Sale.HistoryOf(evidence.Answers[sale.Id]!.Value)
               let then = sale.History
               where !now.Take(then.Length).SequenceEqual(then)
               select $"order {sale.Id} was [{string.Join("; ", then)}] and is [{string.Join("; ", now)}]",
        ]);
}
