using System.Collections.Immutable;

namespace Shop.Inventory;

/// <summary>Where stock is kept. The database is the referee: an entry on top of a stale version is refused.</summary>
internal interface IStockLedger
{
    /// <summary>The stock of a SKU with its open holds, or null when the SKU is unknown.</summary>
    Task<StoredStock?> Load(string sku);

    /// <summary>Claims a SKU. Returns what is stored under it, which may be another variant's.</summary>
    Task<StoredStock> Open(string sku, OpenStock command, DateTimeOffset at);

    /// <summary>
    /// Adds an entry; answered after its commit. Entries of one SKU are committed in the order they are given;
    /// those of many SKUs that wait are committed together.
    /// </summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">
    /// The SKU moved on without us, or the outcome is unknown: load it again.
    /// </exception>
    Task Append(StockMovement movement);

    /// <summary>The entry that a cause has left: a commit, a restock or a change by hand, each once a cause.</summary>
    Task<StockMovement?> Find(string sku, Guid cause, MovementKind kind);

    /// <summary>Keeps the threshold; it is no movement and has no version.</summary>
    Task SetLowStockThreshold(string sku, int? threshold);
}

/// <summary>A SKU as the database has it.</summary>
internal sealed record StoredStock(
    string Sku, Guid ProductId, Guid VariantId, int OnHand, int Reserved, int? LowStockThreshold, long Version,
    ImmutableArray<StoredHold> Holds);

/// <summary>Units of a SKU that an order holds.</summary>
internal sealed record StoredHold(Guid OrderId, int Quantity, DateTimeOffset Until);
