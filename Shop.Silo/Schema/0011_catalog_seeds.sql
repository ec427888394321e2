-- What was put into a new shop, once. What is removed later does not come back at the next start.
create table seeds
(
    name    text        not null primary key,
    sown_at timestamptz not null default now()
);
