namespace Shop.Storm.Checks;

/// <summary>Nothing was sold that was not there, and nothing got lost on the shelves.</summary>
internal static class StockChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        Check.OfTables("No SKU was oversold, at any moment", """
            select format('%s: version %s left %s on hand and %s reserved', sku, version, on_hand, reserved)
            from   (select sku, version,
                           sum(on_hand_change) over history as on_hand, sum(reserved_change) over history as reserved
                    from   inventory_ledger
                    window history as (partition by sku order by version)) moment
            where  not (0 <= reserved and reserved <= on_hand)
            """),
        Check.OfTables("Every ledger is whole and adds up to its counters", """
            select format('%s: %s entries up to version %s say %s on hand, %s reserved; the counters say %s, %s',
                          sku, moved.entries, moved.last, moved.on_hand, moved.reserved, stock.on_hand, stock.reserved)
            from   inventory stock
            full   join (select sku, count(*) as entries, max(version) as last,
                                sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
                         from   inventory_ledger
                         group  by sku) moved using (sku)
            where  (moved.on_hand, moved.reserved, moved.last, moved.entries)
                   is distinct from (stock.on_hand, stock.reserved, stock.version, stock.version)
            """),
        Check.OfTables("When every order has ended, nothing is held", """
            select format('%s: %s reserved, %s in reservations', sku, stock.reserved, coalesce(sum(held.quantity), 0))
            from   inventory stock
            left   join inventory_reservations held using (sku)
            group  by sku, stock.reserved
            having stock.reserved <> 0 or count(held.sku) > 0
            """),
        Check.OfTables("What an order took is what it sold", """
            select format('order %s: %s of %s sold, %s taken',
                          id, coalesce(sold.units, 0), coalesce(sold.sku, taken.sku), coalesce(taken.units, 0))
            from   (select id, line ->> 'sku' as sku, sum((line ->> 'quantity')::int) as units
                    from   orders, jsonb_array_elements(state -> 'lines') line
                    where  status in ('processing', 'shipped', 'completed')
                    group  by 1, 2) sold
            full   join (select cause as id, sku, -sum(on_hand_change) as units
                         from   inventory_ledger
                         where  kind not in ('open', 'adjust')
                         group  by 1, 2
                         having sum(on_hand_change) <> 0) taken using (id, sku)
            where  sold.units is distinct from taken.units
            """),
        new("What came in and was not sold is on the shelf", Shelves),
    ];

    /// <summary>From the storm's own memory of what came in, not from the ledger's.</summary>
    private static async Task<IReadOnlyList<string>> Shelves(Evidence evidence)
    {
        var shelf = await evidence.Numbers("select sku, on_hand::bigint from inventory");
        var sold = await evidence.Numbers("""
            select line ->> 'sku', sum((line ->> 'quantity')::bigint)::bigint
            from   orders, jsonb_array_elements(state -> 'lines') line
            where  status in ('processing', 'shipped', 'completed')
            group  by 1
            """);
        return
        [
            .. from article in evidence.Market.Articles
               let came = article.Stock + evidence.Record.Deliveries
                   .Where(delivery => delivery.Sku == article.Sku).Sum(delivery => delivery.Units)
               let went = sold.GetValueOrDefault(article.Sku)
               let there = shelf.GetValueOrDefault(article.Sku, -1)
               where came - went != there
               select $"{article.Sku}: {came} came, {went} were sold, {there} are there",
        ];
    }
}
