-- A message that nobody could deliver is dead until a person has it tried again. The index of what is due holds
-- neither the sent nor the dead, so it stays as small as the work at hand.
alter table outbox add column dead_at timestamptz;

drop index outbox_due;
create index outbox_due on outbox (due_at) where sent_at is null and dead_at is null;
create index outbox_created on outbox (created_at desc, id desc);
