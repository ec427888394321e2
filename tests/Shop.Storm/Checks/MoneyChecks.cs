namespace Shop.Storm.Checks;

/// <summary>Every payment ends in one paid order or in one refund, and nobody pays twice.</summary>
internal static class MoneyChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("Every payment that a customer was told of has reached its order", Told),
        Check.OfTables("The inbox holds each event once, and all are carried out", """
            select format('event %s is there %s times, %s', event_id, count(*), string_agg(distinct status, ', '))
            from   payment_inbox
            group  by provider, event_id
            having count(*) <> 1 or bool_or(status not in ('done', 'ignored'))
            """),
        Check.OfTables("Every paid event ended in one paid order or one refund", """
            select format('payment %s of order %s: %s records, %s', paid.payment, paid.order_id,
                          count(record.status), string_agg(record.status, ', '))
            from   (select distinct order_id, convert_from(body, 'UTF8')::jsonb ->> 'payment_id' as payment
                    from   payment_inbox
                    where  convert_from(body, 'UTF8')::jsonb ->> 'type' = 'payment.succeeded') paid
            left   join (select orders.id, one ->> 'ref' as payment, one ->> 'status' as status
                         from   orders, jsonb_array_elements(state -> 'payments') one) record
                   on record.id = paid.order_id and record.payment = paid.payment
            group  by paid.order_id, paid.payment
            having count(record.status) <> 1 or bool_or(record.status not in ('succeeded', 'refunded'))
            """),
        Check.OfTables("An order that is sold keeps one payment, of its total; every other keeps none", """
            select format('order %s is %s: %s payments kept, %s of %s', id, status, kept.payments, kept.amount, total)
            from   orders
            cross  join lateral (select count(*) as payments, coalesce(sum((one ->> 'amount')::bigint), 0) as amount
                                 from   jsonb_array_elements(state -> 'payments') one
                                 where  one ->> 'status' = 'succeeded') kept
            where  (kept.payments, kept.amount) is distinct from
                   case when status in ('processing', 'shipped', 'completed')
                        then (1::bigint, total::numeric) else (0::bigint, 0::numeric) end
            """),
    ];

    private static async Task<IReadOnlyList<string>> Told(Evidence evidence)
    {
        var events = await evidence.Numbers("""
            select convert_from(body, 'UTF8')::jsonb ->> 'session_id', count(*)
            from   payment_inbox
            where  status = 'done'
            group  by 1
            """);
        return
        [
            .. from payment in evidence.Record.Payments
               let came = events.GetValueOrDefault(payment.Key)
               where came != 1
               select $"payment {payment.Key} ({payment.Value}) was carried out {came} times",
        ];
    }
}
