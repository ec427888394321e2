-- Units that left or came back, still to be added to their product's count: a sale appends here and waits for nobody.
create table catalog_sales
(
    sku   text not null,
    units int  not null
);

create function note_sales() returns trigger language plpgsql as
$$
begin
    insert into catalog_sales (sku, units)
    select sku, -on_hand_change from added where kind in ('commit', 'restock');
    return null;
end
$$;

create trigger inventory_ledger_sold after insert on inventory_ledger
    referencing new table as added for each statement
    execute function note_sales();
