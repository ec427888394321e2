-- When the sweeper should look again for orders that still name a person whose account was deleted.
alter table users
    add column wake_at timestamptz generated always as (utc(state ->> 'wake_at')) stored;

create index users_wake on users (wake_at) where wake_at is not null;
