using Shop.Inventory;

namespace Shop.Storm.Bugs;

/// <summary>A ledger that is right but for what is overridden.</summary>
internal abstract class OtherLedger(IStockLedger right) : IStockLedger
{
    public Task<StoredStock?> Load(string sku) => right.Load(sku);

    public Task<StoredStock> Open(string sku, OpenStock command, DateTimeOffset at) => right.Open(sku, command, at);

    public virtual Task Append(StockMovement movement) => right.Append(movement);

    public Task<StockMovement?> Find(string sku, Guid cause, MovementKind kind) => right.Find(sku, cause, kind);

    public Task SetLowStockThreshold(string sku, int? threshold) => right.SetLowStockThreshold(sku, threshold);
}
