-- Past orders of a SKU, each a copy of one that the shop itself sold, with the movements it left: one part of those
-- whose numbers go from @first to @last. The entry before them is left free for what has to come first.
with grown as materialized (
    select number, gen_random_uuid() as id
    from   generate_series(@first::bigint, @last) as number
    where  number % @parts = @part
), placed as (
    insert into orders (id, version, state)
    select grown.id, model.version, model.state || jsonb_build_object('reference', @sku || '-' || grown.number)
    from   grown, orders model
    where  model.id = @model
)
insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
select stock.sku, stock.version + 2 * grown.number + step.place, step.kind, grown.id, step.on_hand, step.reserved, now()
from   inventory stock, grown,
       (values (0, 'reserve', 0, 1), (1, 'commit', -1, -1)) as step (place, kind, on_hand, reserved)
where  stock.sku = @sku;
