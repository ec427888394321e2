-- Some events name a payment and no order; payments are listed by their own id.
create index orders_payments on orders using gin ((state -> 'payments') jsonb_path_ops)
    where state -> 'payments' <> '[]';
