-- Uses of Idempotency-Key, each its grain's own state. They are forgotten after a day.
create table idempotency_keys
(
    id       uuid        not null primary key,
    version  bigint      not null,
    state    jsonb       not null,
    begun_at timestamptz not null generated always as (utc(state ->> 'begun_at')) stored
);

create index idempotency_keys_by_age on idempotency_keys (begun_at);
