-- Products and categories. A row is a grain's own state; the generated columns are what lists and searches ask for.

-- The texts of a JSON array. Immutable in fact, which generated columns ask for.
create function texts(list jsonb) returns text[]
    language sql immutable strict parallel safe
    return array(select jsonb_array_elements_text(list));

create function lines(list jsonb) returns text
    language sql immutable strict parallel safe
    return (select string_agg(line, e'\n') from jsonb_array_elements_text(list) as line);

create table categories
(
    id        uuid   not null primary key,
    version   bigint not null,
    state     jsonb  not null,
    slug      text   not null generated always as (state #>> '{details,slug}') stored,
    name      text   not null generated always as (state #>> '{details,name}') stored,
    parent_id uuid   generated always as ((state #>> '{details,parent_id}')::uuid) stored,
    position  int    not null generated always as ((state #>> '{details,position}')::int) stored,
    constraint categories_slug unique (slug),
    constraint categories_parent foreign key (parent_id) references categories
);

create index categories_by_parent on categories (parent_id);

-- Two moves at once could each be right and together a ring, so moves take turns; the second sees the first.
create function refuse_category_inside_itself() returns trigger language plpgsql as
$$
begin
    perform pg_advisory_xact_lock(hashtext('categories'));
    if exists
    (
        with recursive above (id) as
        (
            select new.parent_id
            union
            select category.parent_id from above join categories category on category.id = above.id
        )
        select from above where id = new.id
    )
    then
        raise exception 'Category % would be inside itself.', new.id
            using errcode = 'check_violation', constraint = 'categories_inside_itself';
    end if;
    return null;
end
$$;

create trigger categories_moved after update on categories for each row
    when (new.parent_id is distinct from old.parent_id)
    execute function refuse_category_inside_itself();

create trigger categories_added after insert on categories for each row
    when (new.parent_id = new.id)
    execute function refuse_category_inside_itself();

-- Units sold are counted from the stock ledger now and then, not at the sale: a sale must not wait for its product.
create table products
(
    id            uuid        not null primary key,
    version       bigint      not null,
    state         jsonb       not null,
    name          text        not null generated always as (state #>> '{details,name}') stored,
    slug          text        not null generated always as (state #>> '{details,slug}') stored,
    tags          text[]      not null generated always as (texts(state #> '{details,tags}')) stored,
    price         bigint      not null generated always as ((state #>> '{details,price}')::bigint) stored,
    is_active     boolean     not null generated always as ((state #>> '{details,is_active}')::boolean) stored,
    is_featured   boolean     not null generated always as ((state #>> '{details,is_featured}')::boolean) stored,
    seller_id     uuid        generated always as ((state #>> '{details,seller_id}')::uuid) stored,
    rating        numeric     not null generated always as ((state ->> 'rating')::numeric) stored,
    created_at    timestamptz not null generated always as (utc(state ->> 'created_at')) stored,
    is_removed    boolean     not null generated always as (state ->> 'removed_at' is not null) stored,
    category_id   uuid        generated always as
        (case when state ->> 'removed_at' is null then (state #>> '{details,category_id}')::uuid end) stored,
    skus          text[]      not null generated always as
        (texts(jsonb_path_query_array(state, '$.variants[*].sku'))) stored,
    sellable_skus text[]      not null generated always as
        (texts(jsonb_path_query_array(state, '$.variants[*] ? (@.details.is_active == true).sku'))) stored,
    units_sold    bigint      not null default 0,
    constraint products_category foreign key (category_id) references categories
);

-- A removed product gives its slug back.
create unique index products_slug on products (slug) where not is_removed;

-- One index an ordering; the id makes it total, so that pages neither repeat nor skip.
create index products_by_price on products (price, id) where not is_removed;
create index products_by_creation on products (created_at, id) where not is_removed;
create index products_by_name on products (name, id) where not is_removed;
create index products_by_rating on products (rating, id) where not is_removed;
create index products_by_sales on products (units_sold, id) where not is_removed;
create index products_by_category on products (category_id);
create index products_by_seller on products (seller_id) where not is_removed;
create index products_featured on products (id) where is_featured and not is_removed;
create index products_by_activity on products (is_active) where not is_removed;
create index products_by_tag on products using gin (tags);

-- Searching inside texts is quick with trigrams and right without them: an owner of a database may not create
-- extensions everywhere.
do
$$
begin
    create extension if not exists pg_trgm;
    create index products_name_inside on products using gin (name gin_trgm_ops);
    create index products_tags_inside on products using gin (lines(state #> '{details,tags}') gin_trgm_ops);
    create index products_description_inside on products using gin ((state #>> '{details,description}') gin_trgm_ops);
exception
    when insufficient_privilege or feature_not_supported or undefined_file then
        raise notice 'pg_trgm is not available: searching inside texts reads every product.';
end
$$;

-- Whose a SKU is, for good: old orders and the stock ledger name it. The key decides when two claim one at once.
create table skus
(
    sku      text not null primary key,
    owner_id uuid not null
);

-- A plan that was made while the table was small must not read all of it for ever.
create function claim_skus() returns trigger language plpgsql
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as
$$
begin
    insert into skus (sku, owner_id)
    select wanted.sku, new.id
    from   unnest(new.skus) as wanted (sku)
    where  not exists (select from skus where skus.sku = wanted.sku and skus.owner_id = new.id)
    order  by wanted.sku;
    return null;
end
$$;

create trigger products_added after insert on products for each row execute function claim_skus();

create trigger products_changed after update on products for each row
    when (new.skus is distinct from old.skus)
    execute function claim_skus();
