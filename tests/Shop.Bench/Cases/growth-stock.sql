-- What the past orders have sold had to come first; after all of them the SKU stands where it stood.
insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
select sku, version + 1, 'adjust', gen_random_uuid(), @last, 0, now() from inventory where sku = @sku;

update inventory set version = version + 1 + 2 * @last where sku = @sku;
