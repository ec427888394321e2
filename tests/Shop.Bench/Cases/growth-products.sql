-- Copies of the products there are, up to the number told, each with a name, a price and a SKU of its own.
create temporary table models on commit drop as
select row_number() over (order by id) - 1 as place, count(*) over () as models, state, slug, name
from   products
where  not is_removed and is_active and category_id is not null and slug !~ '-grown-';

create temporary table grown on commit drop as
select number, gen_random_uuid() as id, gen_random_uuid() as variant_id
from   generate_series((select count(*) from products) + 1, @products) as number;

-- Indexes are built faster than they are added to.
create temporary table indexes on commit drop as
select indexname, indexdef
from   pg_indexes
where  tablename = 'products' and indexdef !~* 'create unique';

do $$ declare index record; begin
    for index in select * from indexes loop execute 'drop index ' || index.indexname; end loop;
end $$;

set local session_replication_role = replica;
set local maintenance_work_mem = '512MB';

insert into products (id, version, state)
select grown.id, 1, model.state || jsonb_build_object(
           'id', grown.id,
           'version', 1,
           'created_at', to_char(
               now() at time zone 'utc' - grown.number * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'),
           'details', (model.state -> 'details') || jsonb_build_object(
               'slug', model.slug || '-grown-' || grown.number,
               'name', model.name || ' ' || grown.number,
               'price', 500 + (grown.number * 7919) % 50000),
           'variants', jsonb_build_array((model.state #> '{variants,0}')
               || jsonb_build_object('id', grown.variant_id, 'sku', 'GROWN-' || grown.number)))
from   grown
join   models model on model.place = grown.number % model.models;

insert into skus (sku, owner_id) select 'GROWN-' || number, id from grown;

insert into inventory (sku, product_id, variant_id, on_hand, reserved, version)
select 'GROWN-' || number, id, variant_id, 100, 0, 1 from grown;

insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
select 'GROWN-' || number, 1, 'open', variant_id, 100, 0, now() from grown;

do $$ declare index record; begin
    for index in select * from indexes loop execute index.indexdef; end loop;
end $$;
