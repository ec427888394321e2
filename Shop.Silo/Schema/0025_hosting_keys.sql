-- Keys of cookies and antiforgery tokens, each sealed under the shop's secret. Any node may add one; none is changed.
create table data_protection_keys
(
    id       bigint      not null generated always as identity primary key,
    name     text        not null unique,
    sealed   text        not null,
    added_at timestamptz not null default now()
);

-- The keys that sign access tokens are sealed from now on. The one that was stored open is forgotten: access tokens of
-- the last minutes have to be refreshed.
delete from orleansstorage where graintypestring = 'signing_keys';
