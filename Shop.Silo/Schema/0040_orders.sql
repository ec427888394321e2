-- One row an order: its grain's state, which lists and searches read as it stands.
create table orders (
    id          uuid        primary key,
    version     bigint      not null,
    state       jsonb       not null,
    status      text        not null generated always as (state ->> 'status') stored,
    reference   text        not null generated always as (state ->> 'reference') stored,
    customer_id uuid        not null generated always as ((state ->> 'customer_id')::uuid) stored,
    email       text        not null generated always as (state ->> 'email') stored,
    total       bigint      not null generated always as ((state ->> 'total')::bigint) stored,
    currency    text        not null generated always as (state ->> 'currency') stored,
    created_at  timestamptz not null generated always as (utc(state ->> 'created_at')) stored,
    -- When the sweeper should look again: the order is half-way, or its time is up.
    wake_at     timestamptz          generated always as (utc(state ->> 'wake_at')) stored
);

create unique index orders_reference on orders (reference);
create index orders_customer on orders (customer_id, created_at desc, id desc);
create index orders_created on orders (created_at desc, id desc);
create index orders_status on orders (status, created_at desc, id desc);
create index orders_wake on orders (wake_at) where wake_at is not null;
