-- What staff did and how people signed in; rows are only ever added. An entry about a changed document comes as a message
-- in the statement that changes it, so there is no change without its entry; it goes here instead of to the outbox.
create table audit_log
(
    id      uuid        not null primary key,
    at      timestamptz not null,
    actor   uuid,
    role    text,
    action  text        not null,
    subject text        not null,
    outcome text        not null,
    address text,
    trace   text
);

create index audit_log_by_time on audit_log (at, id);
create index audit_log_by_actor on audit_log (actor, at, id);
create index audit_log_by_subject on audit_log (subject, at, id);

create function audit_instead_of_sending() returns trigger language plpgsql as
$$
begin
    insert into audit_log (id, at, actor, role, action, subject, outcome, address, trace)
    values (new.id, (new.body ->> 'at')::timestamptz, (new.body ->> 'actor')::uuid, new.body ->> 'role',
            new.body ->> 'action', new.body ->> 'subject', new.body ->> 'outcome', new.body ->> 'address',
            new.body ->> 'trace')
    on conflict (id) do nothing;
    return null;
end
$$;

create trigger outbox_audit before insert on outbox
    for each row when (new.kind = 'audit') execute function audit_instead_of_sending();
