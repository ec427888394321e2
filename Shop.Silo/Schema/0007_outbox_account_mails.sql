-- Mails about an account, by whom they go to: their owner may ask for them, and they go with the account.
create index outbox_account_mails on outbox (recipient, created_at desc) where kind like 'account.%';
