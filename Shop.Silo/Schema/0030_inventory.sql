-- One row a SKU. The ledger below says how it came to be; audit compares the two.
create table inventory (
    sku                 text    primary key,
    product_id          uuid    not null,
    variant_id          uuid    not null,
    on_hand             int     not null,
    reserved            int     not null,
    low_stock_threshold int,
    version             bigint  not null,
    constraint inventory_never_oversold check (0 <= reserved and reserved <= on_hand)
) with (fillfactor = 50);

create index inventory_product on inventory (product_id);

-- Every movement of every SKU. The key makes two movements on top of one version impossible.
create table inventory_ledger (
    sku             text        not null,
    version         bigint      not null,
    kind            text        not null,
    cause           uuid        not null,
    on_hand_change  int         not null,
    reserved_change int         not null,
    at              timestamptz not null,
    reason          text,
    by_user         uuid,
    primary key (sku, version)
);

-- What leaves or enters the warehouse does so once a cause. Holds come and go, so they are not in it.
create unique index inventory_ledger_once on inventory_ledger (sku, cause, kind)
    where kind in ('commit', 'restock', 'adjust');

-- Units that open orders hold; their sum is inventory.reserved.
create table inventory_reservations (
    sku        text        not null,
    order_id   uuid        not null,
    quantity   int         not null check (quantity > 0),
    held_at    timestamptz not null,
    held_until timestamptz not null,
    primary key (sku, order_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

create index inventory_reservations_held_at on inventory_reservations (held_at);
