-- The tables and functions of the rivals: the least that a checkout needs, and nothing of the shop's.
create table stock (
    id        bigint primary key,
    available bigint not null check (available >= 0)
);

create table orders (
    id              bigint generated always as identity primary key,
    customer_id     bigint      not null,
    idempotency_key uuid        not null unique,
    status          text        not null,
    total           bigint      not null,
    currency        char(3)     not null,
    created_at      timestamptz not null default now()
);

create table order_line (
    order_id   bigint not null,
    line_no    int    not null,
    product_id bigint not null,
    quantity   int    not null,
    unit_price bigint not null,
    primary key (order_id, line_no)
);

create table payment (
    id         bigint generated always as identity primary key,
    order_id   bigint      not null unique,
    provider   text        not null,
    state      text        not null,
    amount     bigint      not null,
    created_at timestamptz not null default now()
);

create table cart_line (
    cart_id    bigint not null,
    line_no    int    not null,
    product_id bigint not null,
    quantity   int    not null,
    primary key (cart_id, line_no)
);

-- A row for every unit of stock, to be taken with SKIP LOCKED.
create table stock_unit (
    product_id bigint not null,
    id         bigint not null,
    primary key (product_id, id)
);

create table hold (
    order_id uuid        not null,
    sku      text        not null,
    quantity int         not null,
    until    timestamptz not null,
    primary key (sku, order_id)
);

-- Order, line and payment of one checkout, and an end of its cart.
create function place(product bigint, cart bigint, key uuid) returns bigint language plpgsql as
$$
declare
    placed bigint;
begin
    insert into orders (customer_id, idempotency_key, status, total, currency)
    values (cart, key, 'placed', 1999, 'EUR')
    returning id into placed;
    insert into order_line values (placed, 1, product, 1, 1999);
    insert into payment (order_id, provider, state, amount) values (placed, 'manual', 'authorized', 1999);
    delete from cart_line where cart_id = cart;
    return placed;
end
$$;

-- One at a time: the row of the stock is locked until the commit.
create function checkout(product bigint, cart bigint, key uuid) returns bigint language plpgsql as
$$
begin
    update stock set available = available - 1 where id = product and available >= 1;
    return case when found then place(product, cart, key) end;
end
$$;

-- Side by side: each takes a unit that nobody else is taking. Buyers start at units of their own.
create function checkout_unit(product bigint, cart bigint, key uuid, start bigint) returns bigint language plpgsql as
$$
declare
    unit bigint;
begin
    select id into unit
    from   stock_unit
    where  product_id = product and id >= start
    order  by id
    limit  1
    for    update skip locked;
    if unit is null then
        return null;
    end if;
    delete from stock_unit where product_id = product and id = unit;
    return place(product, cart, key);
end
$$;

-- All that wait, in one commit. The stock is locked last, so that another connection's inserts overlap this one's.
create function checkout_all(product bigint, carts bigint[], keys uuid[]) returns bigint[] language plpgsql as
$$
declare
    placed bigint[];
begin
    with o as (
        insert into orders (customer_id, idempotency_key, status, total, currency)
        select cart, key, 'placed', 1999, 'EUR' from unnest(carts, keys) as asked (cart, key)
        returning id
    ), l as (
        insert into order_line select id, 1, product, 1, 1999 from o
    ), p as (
        insert into payment (order_id, provider, state, amount) select id, 'manual', 'authorized', 1999 from o
    )
    select array_agg(id) into placed from o;
    delete from cart_line where cart_id = any (carts);
    update stock set available = available - cardinality(carts)
    where  id = product and available >= cardinality(carts);
    if not found then
        raise exception 'sold out';
    end if;
    return placed;
end
$$;
