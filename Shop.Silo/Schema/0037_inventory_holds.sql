-- A hold is written as often as anything in the shop, so it has one index and fills its pages: it is never changed.
-- Who looks for holds in the order of time reads all that are open, once in a while.
drop index inventory_reservations_held_at;

alter table inventory_reservations reset (fillfactor);

-- Rows are looked at before they are gathered, since most movements sell nothing.
drop trigger inventory_ledger_sold on inventory_ledger;

create or replace function note_sales() returns trigger language plpgsql as
$$
begin
    insert into catalog_sales (sku, units) values (new.sku, -new.on_hand_change);
    return null;
end
$$;

create trigger inventory_ledger_sold after insert on inventory_ledger
    for each row when (new.kind in ('commit', 'restock'))
    execute function note_sales();
