-- Whose account a key was used by: what was answered to somebody is forgotten with the account.
alter table idempotency_keys
    add column caller uuid generated always as ((state ->> 'caller')::uuid) stored;

create index idempotency_keys_by_caller on idempotency_keys (caller) where caller is not null;
