-- One row a customer's cart. Nothing is searched in it; it is here for the shared commits.
create table carts (
    id      uuid   primary key,
    version bigint not null,
    state   jsonb  not null
);
