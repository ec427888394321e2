-- Nothing is planned by how whole documents compare, and to learn it PostgreSQL sorts thousands of them each time it
-- looks over a table that is much written. What is searched has columns of its own.
alter table orders alter column state set statistics 0;
alter table carts alter column state set statistics 0;
alter table sandbox_payments alter column state set statistics 0;
alter table payment_inbox alter column news set statistics 0, alter column body set statistics 0;
alter table outbox alter column body set statistics 0;
