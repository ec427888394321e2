-- Copies of the products there are, each with a name, a price, a text and a SKU of its own: one part of those whose
-- numbers go from @first to @last. What searching in texts costs is not asked here, so the texts are short.
with models as materialized (
    select row_number() over (order by id) - 1 as place, count(*) over () as models, state, slug, name
    from   products
    where  not is_removed and is_active and category_id is not null and slug !~ '-grown-'
), grown as materialized (
    select number, gen_random_uuid() as id, gen_random_uuid() as variant_id
    from   generate_series(@first::bigint, @last) as number
    where  number % @parts = @part
), shown as (
    insert into products (id, version, state)
    select grown.id, 1, model.state || jsonb_build_object(
               'id', grown.id,
               'version', 1,
               'created_at', to_char(
                   now() at time zone 'utc' - grown.number * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'),
               'details', (model.state -> 'details') || jsonb_build_object(
                   'slug', model.slug || '-grown-' || grown.number,
                   'name', model.name || ' ' || grown.number,
                   'description', 'One of many.',
                   'price', 500 + (grown.number * 7919) % 50000),
               'variants', jsonb_build_array((model.state #> '{variants,0}')
                   || jsonb_build_object('id', grown.variant_id, 'sku', 'GROWN-' || grown.number)))
    from   grown
    join   models model on model.place = grown.number % model.models
), named as (
    insert into skus (sku, owner_id) select 'GROWN-' || number, id from grown
), counted as (
    insert into inventory (sku, product_id, variant_id, on_hand, reserved, version)
    select 'GROWN-' || number, id, variant_id, 100, 0, 1 from grown
)
insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
select 'GROWN-' || number, 1, 'open', variant_id, 100, 0, now() from grown;
