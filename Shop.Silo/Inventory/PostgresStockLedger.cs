using Dapper;
using Npgsql;
using Shop.Storage;

namespace Shop.Inventory;

/// <inheritdoc cref="IStockLedger"/>
/// <remarks>What comes at one time, of all SKUs of the process, shares one commit, in the order it came.</remarks>
internal sealed class PostgresStockLedger(NpgsqlDataSource database, CommitConnection connection)
    : IStockLedger, IAsyncDisposable
{
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
    private readonly GroupCommit<string, StoredStock?> loads = new(new(), new StockReader(database).Load);
    private readonly GroupCommit<NewStock, bool> opens = new(new(), new StockReader(database).Open);

    public Task Append(StockMovement movement) => commits.Add(movement);

    public Task<StoredStock?> Load(string sku) => loads.Add(sku);

    public async Task<StoredStock> Open(string sku, OpenStock command, DateTimeOffset at)
    {
        await opens.Add(new(sku, command, at));
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

    public async ValueTask DisposeAsync()
    {
        await commits.DisposeAsync();
        await opens.DisposeAsync();
        await loads.DisposeAsync();
    }

    private sealed record MovementRow(
        string Sku, long Version, Guid Cause, int OnHandChange, int ReservedChange, DateTime At);
}
