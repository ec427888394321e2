-- As many past orders of a SKU as told, each a copy of one that the shop itself sold, with the movements it left.
create temporary table grown on commit drop as
select number, gen_random_uuid() as id from generate_series(1, @past) as number;

insert into orders (id, version, state)
select grown.id, model.version, model.state || jsonb_build_object('reference', @sku || '-' || grown.number)
from   grown, orders model
where  model.id = @model;

-- What they will have sold has to have come first.
insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
select sku, version + 1, 'adjust', gen_random_uuid(), @past, 0, now() from inventory where sku = @sku;

insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
select stock.sku, stock.version + 2 * grown.number + step.place, step.kind, grown.id, step.on_hand, step.reserved, now()
from   inventory stock, grown,
       (values (0, 'reserve', 0, 1), (1, 'commit', -1, -1)) as step (place, kind, on_hand, reserved)
where  stock.sku = @sku
order  by 2;

update inventory set version = version + 1 + 2 * @past where sku = @sku;
