using Dapper;
using Npgsql;
using Shop.Storage;

namespace Shop.Inventory;

/// <summary>Reads and opens the SKUs that many activations ask for at one time in one round trip.</summary>
internal sealed class StockReader(NpgsqlDataSource database)
{
    private const string LoadSql = """
        select sku, product_id as ProductId, variant_id as VariantId, on_hand as OnHand, reserved,
               low_stock_threshold as LowStockThreshold, version
        from   inventory
        where  sku = any (@skus);
        select sku, order_id as OrderId, quantity, held_until as HeldUntil
        from   inventory_reservations
        where  sku = any (@skus)
        """;

    /// <summary>In the order of SKUs, so that two processes wait for each other instead of for ever.</summary>
    private const string OpenSql = """
        with opened as
        (
            insert into inventory (sku, product_id, variant_id, on_hand, reserved, version)
            select sku, product_id, variant_id, on_hand, 0, 1
            from   unnest(@skus, @products, @variants, @pieces) as new (sku, product_id, variant_id, on_hand)
            order  by sku
            on conflict (sku) do nothing
            returning sku, variant_id, on_hand
        )
        insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
        select sku, 1, 'open', variant_id, on_hand, 0, @at
        from   opened
        """;

    /// <summary>Answers every read: null when the SKU is unknown.</summary>
    public Task Load(ReadOnlyMemory<Pending<string, StoredStock?>> batch) => Answer(batch, async entries =>
    {
        var skus = entries.Select(pending => pending.Entry).Distinct().ToArray();
        await using var connection = await database.OpenConnectionAsync();
        await using var rows = await connection.QueryMultipleAsync(LoadSql, new { skus });
        var stocks = (await rows.ReadAsync<StockRow>()).ToDictionary(row => row.Sku);
        var holds = (await rows.ReadAsync<HoldRow>()).ToLookup(row => row.Sku);
        foreach (var pending in entries)
            pending.SetResult(stocks.GetValueOrDefault(pending.Entry)?.ToStock(holds[pending.Entry]));
    });

    /// <summary>Answers when each SKU is there, opened by this or by somebody else.</summary>
    public Task Open(ReadOnlyMemory<Pending<NewStock, bool>> batch) => Answer(batch, async entries =>
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(OpenSql, new
        {
            skus = entries.Select(pending => pending.Entry.Sku).ToArray(),
            products = entries.Select(pending => pending.Entry.Command.ProductId).ToArray(),
            variants = entries.Select(pending => pending.Entry.Command.VariantId).ToArray(),
            pieces = entries.Select(pending => pending.Entry.Command.OnHand).ToArray(),
            at = entries[0].Entry.At.UtcDateTime,
        });
        foreach (var pending in entries)
            pending.SetResult(true);
    });

    /// <remarks>An exception for each, since the engine marks the one that it has dealt with.</remarks>
    private static async Task Answer<TEntry, TResult>(
        ReadOnlyMemory<Pending<TEntry, TResult>> batch, Func<Pending<TEntry, TResult>[], Task> answer)
    {
        var entries = batch.ToArray();
        try
        {
            await answer(entries);
        }
        catch (NpgsqlException away) when (away is not PostgresException || away.IsTransient)
        {
            foreach (var pending in entries)
            {
                pending.TrySetException(
                    new UnavailableException("The database cannot be reached at the moment.", away));
            }
        }
    }

    private sealed record StockRow(
        string Sku, Guid ProductId, Guid VariantId, int OnHand, int Reserved, int? LowStockThreshold, long Version)
    {
        public StoredStock ToStock(IEnumerable<HoldRow> holds) => new(
            Sku, ProductId, VariantId, OnHand, Reserved, LowStockThreshold, Version,
            [.. holds.Select(hold => new StoredHold(hold.OrderId, hold.Quantity, hold.HeldUntil))]);
    }

    private sealed record HoldRow(string Sku, Guid OrderId, int Quantity, DateTime HeldUntil);
}

/// <summary>A SKU on its way into the warehouse.</summary>
internal sealed record NewStock(string Sku, OpenStock Command, DateTimeOffset At);
