-- Accounts. A row is a grain's own state; the generated columns are what people are found by. A deleted account keeps
-- its row, so that its id stays taken, and nothing of the person.
create table users
(
    id         uuid        not null primary key,
    version    bigint      not null,
    state      jsonb       not null,
    email      text        generated always as (state ->> 'email') stored,
    name       text        not null generated always as
        ((state #>> '{profile,first_name}') || ' ' || (state #>> '{profile,last_name}')) stored,
    role       text        not null generated always as (state ->> 'role') stored,
    created_at timestamptz not null generated always as (utc(state ->> 'created_at')) stored,
    constraint users_email unique (email)
);

create index users_by_creation on users (created_at, id) where email is not null;
create index users_by_role on users (role, id) where role <> 'customer' and email is not null;
