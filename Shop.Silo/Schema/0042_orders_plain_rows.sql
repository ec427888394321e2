-- An order is written a few times within minutes and then read now and then. Packing its row to save a kilobyte took
-- PostgreSQL a tenth of the time of such a write.
alter table orders set (toast_tuple_target = 8160);
