namespace Shop.Commands;

/// <summary>One thing that must be true of the database, whatever happened.</summary>
/// <param name="Claim">What is true when the query finds nothing.</param>
/// <param name="Sql">Finds what speaks against it: <c>subject, text</c>.</param>
/// <remarks>
/// The queries read the tables alone and share nothing with the code that writes them: a mistake in the one would
/// otherwise hide the same mistake in the other. A shop that runs may be audited; what is half-way is given a minute.
/// </remarks>
internal sealed record AuditCheck(string Claim, string Sql)
{
    public static IReadOnlyList<AuditCheck> All { get; } =
    [
        new("The ledger of every SKU adds up to its counters", """
            select coalesce(stock.sku, moved.sku) as subject,
                   format('the ledger says %s on hand, %s reserved; the counters say %s, %s',
                          moved.on_hand, moved.reserved, stock.on_hand, stock.reserved) as text
            from   inventory stock
            full   join (
                       select sku, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
                       from   inventory_ledger
                       group  by sku
                   ) moved on moved.sku = stock.sku
            where  (stock.on_hand, stock.reserved) is distinct from (moved.on_hand, moved.reserved)
            """),
        new("No entry of a ledger is missing", """
            select stock.sku as subject, format('%s entries up to version %s', count(entry.sku), stock.version) as text
            from   inventory stock
            left   join inventory_ledger entry on entry.sku = stock.sku
            group  by stock.sku, stock.version
            having count(entry.sku) <> stock.version or max(entry.version) is distinct from stock.version
            """),
        new("No SKU was ever oversold, at any moment of its ledger", """
            select sku as subject,
                   format('version %s left %s on hand and %s reserved', version, on_hand, reserved) as text
            from   (
                       select sku, version,
                              sum(on_hand_change) over history as on_hand, sum(reserved_change) over history as reserved
                       from   inventory_ledger
                       window history as (partition by sku order by version)
                   ) moment
            where  not (0 <= reserved and reserved <= on_hand)
            """),
        new("Open reservations add up to what is reserved", """
            select stock.sku as subject,
                   format('%s in reservations, %s reserved', coalesce(sum(held.quantity), 0), stock.reserved) as text
            from   inventory stock
            left   join inventory_reservations held on held.sku = stock.sku
            group  by stock.sku, stock.reserved
            having coalesce(sum(held.quantity), 0) <> stock.reserved
            """),
        new("Every reservation belongs to an order that waits for it", """
            select held.sku as subject,
                   format('%s held for order %s, which is %s', held.quantity, held.order_id,
                          coalesce(orders.status, 'not there')) as text
            from   inventory_reservations held
            left   join orders on orders.id = held.order_id
            where  held.held_at < now() - interval '1 minute'
            and    not (coalesce(orders.status = 'created', false)
                        or coalesce(orders.state ->> 'next' in ('take_stock', 'put_back'), false))
            """),
        new("Every order that can be paid holds its goods", """
            select orders.reference as subject,
                   format('%s of %s ordered, %s held', line.quantity, line.sku, coalesce(held.quantity, 0)) as text
            from   orders
            cross  join lateral jsonb_to_recordset(orders.state -> 'lines') as line (sku text, quantity int)
            left   join inventory_reservations held on held.order_id = orders.id and held.sku = line.sku
            where  orders.status = 'created' and coalesce(orders.state ->> 'next', 'none') = 'none'
            and    (orders.state ->> 'expires_at')::timestamptz > now()
            and    held.quantity is distinct from line.quantity
            and    not exists (
                       select from payment_inbox where order_id = orders.id and payment_inbox.status = 'pending'
                   )
            """),
        new("What left the warehouse is what orders sold", """
            select coalesce(sold.reference, taken.cause::text) as subject,
                   format('%s of %s sold, %s taken', coalesce(sold.quantity, 0), coalesce(sold.sku, taken.sku),
                          coalesce(taken.quantity, 0)) as text
            from   (
                       select orders.id, orders.reference, line.sku,
                              case when (orders.state ->> 'stock_taken')::boolean
                                   then line.quantity else 0 end as quantity
                       from   orders
                       cross  join lateral jsonb_to_recordset(orders.state -> 'lines') as line (sku text, quantity int)
                   ) sold
            full   join (
                       select sku, cause, -sum(on_hand_change) as quantity
                       from   inventory_ledger
                       where  kind in ('commit', 'restock')
                       group  by sku, cause
                   ) taken on taken.cause = sold.id and taken.sku = sold.sku
            left   join orders moving on moving.id = coalesce(sold.id, taken.cause)
                                     and coalesce(moving.state ->> 'next', 'none') <> 'none'
            where  coalesce(sold.quantity, 0) <> coalesce(taken.quantity, 0) and moving.id is null
            and    not exists (
                       select from payment_inbox
                       where  order_id = coalesce(sold.id, taken.cause) and status = 'pending'
                   )
            """),
        new("Every order adds up, and is paid in full before it is packed", """
            select orders.reference as subject,
                   format('total %s, lines %s, paid %s, %s', orders.total, line.total, coalesce(payment.paid, 0),
                          orders.status) as text
            from   orders
            cross  join lateral (
                       select sum(quantity * unit_price) as total
                       from   jsonb_to_recordset(orders.state -> 'lines') as line (quantity bigint, unit_price bigint)
                   ) line
            cross  join lateral (
                       select sum(amount) as paid
                       from   jsonb_to_recordset(orders.state -> 'payments') as payment (status text, amount bigint)
                       where  status = 'succeeded'
                   ) payment
            where  orders.total is distinct from line.total or orders.total < 0
            or     (orders.status in ('processing', 'shipped', 'completed')
                    and payment.paid is distinct from orders.total::numeric)
            """),
        new("No order gave back more than was paid for it", """
            select orders.reference as subject, format('paid %s, given back %s', paid.amount, back.amount) as text
            from   orders
            cross  join lateral (
                       select coalesce(sum(amount), 0) as amount
                       from   jsonb_to_recordset(orders.state -> 'payments') as payment (status text, amount bigint)
                       where  status <> 'failed'
                   ) paid
            cross  join lateral (
                       select coalesce(sum(amount), 0) as amount
                       from   jsonb_to_recordset(orders.state -> 'refunds') as refund (status text, amount bigint)
                       where  status <> 'failed'
                   ) back
            where  back.amount > paid.amount
            """),
        new("No order is stuck", """
            select reference as subject, format('%s, and due since %s', status, wake_at) as text
            from   orders
            where  wake_at < now() - interval '1 minute'
            """),
        new("Every event of a payment provider was carried out", """
            select event_id as subject, format('from %s, %s: %s', provider, status, failure) as text
            from   payment_inbox
            where  status = 'dead' or (status = 'pending' and due_at < now() - interval '1 minute')
            """),
    ];
}
