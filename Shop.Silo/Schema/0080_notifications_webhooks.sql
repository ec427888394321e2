-- Programs that are told what happens. A row is a grain's own state.
create table webhook_subscriptions
(
    id      uuid    not null primary key,
    version bigint  not null,
    state   jsonb   not null,
    kinds   text[]  not null generated always as (texts(state -> 'kinds')) stored,
    active  boolean not null generated always as ((state ->> 'active')::boolean) stored
);

-- What each of them is told and what became of it. The keys make it told once, however often a message is claimed.
create table webhook_deliveries
(
    subscription_id uuid        not null references webhook_subscriptions on delete cascade,
    message_id      uuid        not null,
    kind            text        not null,
    body            jsonb       not null,
    created_at      timestamptz not null,
    due_at          timestamptz not null,
    attempts        integer     not null default 0,
    failure         text,
    sent_at         timestamptz,
    dead_at         timestamptz,
    primary key (subscription_id, message_id)
);

create index webhook_deliveries_due on webhook_deliveries (subscription_id, due_at)
    where sent_at is null and dead_at is null;
create index webhook_deliveries_created on webhook_deliveries (created_at desc, message_id desc);
