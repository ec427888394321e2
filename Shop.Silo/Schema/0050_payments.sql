-- What providers sent, kept from before it is answered until an order has taken it, and after.
create table payment_inbox (
    provider    text        not null,
    event_id    text        not null,
    order_id    uuid,
    kind        text        not null,
    news        jsonb       not null,
    body        bytea       not null,
    received_at timestamptz not null,
    -- pending: to be carried out; done; ignored: nothing this shop acts on; dead: a person must look.
    status      text        not null check (status in ('pending', 'done', 'ignored', 'dead')),
    attempts    int         not null default 0,
    due_at      timestamptz not null,
    failure     text,
    primary key (provider, event_id)
);

create index payment_inbox_due on payment_inbox (due_at) where status = 'pending';
create index payment_inbox_received on payment_inbox (received_at desc, event_id desc);

-- The sandbox provider's own memory of what was chosen on its pay page.
create table sandbox_payments (
    id      uuid        primary key,
    version bigint      not null,
    state   jsonb       not null,
    wake_at timestamptz generated always as (utc(state ->> 'wake_at')) stored
);

create index sandbox_payments_wake on sandbox_payments (wake_at) where wake_at is not null;
