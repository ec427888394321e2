using Dapper;
using Npgsql;
using Shop.Storage;

namespace Shop.Inventory;

/// <inheritdoc cref="IStockLedger"/>
/// <remarks>Entries of all SKUs of the process that come at one time share one commit, in the order they came.</remarks>
internal sealed class PostgresStockLedger(NpgsqlDataSource database, CommitConnection connection)
    : IStockLedger, IAsyncDisposable
{
    private const string LoadSql = """
        select sku, product_id as ProductId, variant_id as VariantId, on_hand as OnHand, reserved,
               low_stock_threshold as LowStockThreshold, version
        from   inventory
        where  sku = @sku;
        select order_id as OrderId, quantity, held_until as HeldUntil
        from   inventory_reservations
        where  sku = @sku
        """;

    private const string OpenSql = """
        with opened as (
            insert into inventory (sku, product_id, variant_id, on_hand, reserved, version)
            values (@sku, @ProductId, @VariantId, @OnHand, 0, 1)
            on conflict (sku) do nothing
            returning sku, on_hand
        )
        insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
        select sku, 1, 'open', @VariantId, on_hand, 0, @at
        from   opened
        """;

    private const string FindSql = """
        select sku, version, cause, on_hand_change as OnHandChange, reserved_change as ReservedChange, at
        from   inventory_ledger
        where  sku = @sku and cause = @cause and kind = @kind and kind in ('commit', 'restock', 'adjust')
        """;

    private const string ThresholdSql = """
        update inventory
        set    low_stock_threshold = @threshold
        where  sku = @sku
        """;

    private readonly GroupCommit<StockMovement, bool> commits = new(new(), new StockWriter(connection).Write);

    public Task Append(StockMovement movement) => commits.Add(movement);

    public async Task<StoredStock?> Load(string sku)
    {
        await using var open = await database.OpenConnectionAsync();
        await using var rows = await open.QueryMultipleAsync(LoadSql, new { sku });
        if (await rows.ReadSingleOrDefaultAsync<StockRow>() is not { } stock)
            return null;

        var holds = await rows.ReadAsync<HoldRow>();
        return new StoredStock(
            stock.Sku, stock.ProductId, stock.VariantId, stock.OnHand, stock.Reserved, stock.LowStockThreshold,
            stock.Version, [.. holds.Select(hold => new StoredHold(hold.OrderId, hold.Quantity, hold.HeldUntil))]);
    }

    public async Task<StoredStock> Open(string sku, OpenStock command, DateTimeOffset at)
    {
        await using (var open = await database.OpenConnectionAsync())
        {
            await open.ExecuteAsync(
                OpenSql, new { sku, command.ProductId, command.VariantId, command.OnHand, at = at.UtcDateTime });
        }

        return await Load(sku) ?? throw new InvalidOperationException($"{sku} was opened and is not there.");
    }

    public async Task<StockMovement?> Find(string sku, Guid cause, MovementKind kind)
    {
        await using var open = await database.OpenConnectionAsync();
        var row = await open.QuerySingleOrDefaultAsync<MovementRow>(
            FindSql, new { sku, cause, kind = StockStatement.Name(kind) });
        return row is null
            ? null
            : new StockMovement(
                row.Sku, row.Version, kind, row.Cause, row.OnHandChange, row.ReservedChange, 0, 0, row.At);
    }

    public async Task SetLowStockThreshold(string sku, int? threshold)
    {
        await using var open = await database.OpenConnectionAsync();
        await open.ExecuteAsync(ThresholdSql, new { sku, threshold });
    }

    public ValueTask DisposeAsync() => commits.DisposeAsync();

    private sealed record StockRow(
        string Sku, Guid ProductId, Guid VariantId, int OnHand, int Reserved, int? LowStockThreshold, long Version);

    private sealed record HoldRow(Guid OrderId, int Quantity, DateTime HeldUntil);

    private sealed record MovementRow(
        string Sku, long Version, Guid Cause, int OnHandChange, int ReservedChange, DateTime At);
}
