-- What is still to be told to the world. A row is written in the transaction that writes the change it tells of.
-- Rows stay after they were sent: the key is what makes a step that ran twice tell once.
create table outbox
(
    id         uuid        not null primary key,
    kind       text        not null,
    recipient  text,
    body       jsonb       not null,
    created_at timestamptz not null default now(),
    due_at     timestamptz not null default now(),
    attempts   integer     not null default 0,
    failure    text,
    sent_at    timestamptz
);

create index outbox_due on outbox (due_at) where sent_at is null;
