-- What came of comparing the providers' books with the orders. A day is compared by one node; null: a person asked.
create table reconciliations (
    id          uuid        primary key,
    day         date        unique,
    begun_at    timestamptz not null,
    -- Until then it is with one node; then another may try. Null once the day is done.
    lease_until timestamptz,
    report      jsonb
);

create index reconciliations_begun on reconciliations (begun_at desc, id desc) where report is not null;
