-- A page of a category is read in order, too, and not gathered from all that the category has. Removed products are in
-- no category. The first of these also serves whoever looks for a category's products in no order.
create index products_in_category_by_price on products (category_id, price, id) where category_id is not null;
create index products_in_category_by_creation on products (category_id, created_at, id) where category_id is not null;
create index products_in_category_by_name on products (category_id, name, id) where category_id is not null;
create index products_in_category_by_rating on products (category_id, rating, id) where category_id is not null;
create index products_in_category_by_sales on products (category_id, units_sold, id) where category_id is not null;

drop index products_by_category;
