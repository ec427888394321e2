namespace Shop.Inventory;

/// <summary>
/// The rules of one SKU's stock: <c>0 ≤ reserved ≤ on hand</c>, one hold an order. Each change is decided and carried
/// out in memory in one stretch and gives the ledger entry that must be committed before anyone is told.
/// Memory holds open reservations only, so it never grows with history.
/// </summary>
internal sealed class Stock
{
    /// <summary>More than any warehouse has, and far from where sums overflow.</summary>
    public const int MostUnits = 1_000_000_000;

    private readonly StoredStock stored;
    private readonly Dictionary<Guid, StoredHold> holds;
    private readonly Lineage lineage = new();

    public Stock(StoredStock stored)
    {
        this.stored = stored;
        holds = stored.Holds.ToDictionary(hold => hold.OrderId);
        (OnHand, Reserved, Version) = (stored.OnHand, stored.Reserved, stored.Version);
        LowStockThreshold = stored.LowStockThreshold;
    }

    public int OnHand { get; private set; }
    public int Reserved { get; private set; }
    public long Version { get; private set; }
    public int? LowStockThreshold { get; set; }
    public int Available => OnHand - Reserved;
    public bool HasHolds => holds.Count > 0;

    public StockView ToView() =>
        new(stored.Sku, stored.ProductId, stored.VariantId, OnHand, Reserved, LowStockThreshold, Version);

    public StoredHold? HoldOf(Guid orderId) => holds.GetValueOrDefault(orderId);

    public IReadOnlyList<Guid> DueAt(DateTimeOffset now) =>
        [.. holds.Values.Where(hold => hold.Until <= now).Select(hold => hold.OrderId)];

    /// <summary>What <see cref="Reserve"/> would say to an order for want of stock; changes nothing.</summary>
    public Error? Refuses(Guid orderId, int quantity) => quantity > Available && !holds.ContainsKey(orderId)
        ? InventoryErrors.OutOfStock(stored.Sku, Available)
        : null;

    /// <summary>Null value: the order already holds just that, and there is nothing to write.</summary>
    public Result<StockMovement?> Reserve(ReserveStock command, DateTimeOffset now)
    {
        if (command.Quantity is < 1 or > MostUnits)
            return InventoryErrors.QuantityOutOfRange;

        if (holds.TryGetValue(command.OrderId, out var held))
            return held.Quantity == command.Quantity ? default(StockMovement) : InventoryErrors.ReservationDiffers;

        if (command.Quantity > Available)
            return InventoryErrors.OutOfStock(stored.Sku, Available);

        holds.Add(command.OrderId, new StoredHold(command.OrderId, command.Quantity, command.Until));
        return Move(MovementKind.Reserve, command.OrderId, 0, command.Quantity, now) with { Until = command.Until };
    }

    /// <summary>Null: the order holds nothing.</summary>
    public StockMovement? Commit(Guid orderId, DateTimeOffset now) =>
        holds.Remove(orderId, out var held)
            ? Move(MovementKind.Commit, orderId, -held.Quantity, -held.Quantity, now)
            : null;

    /// <summary>Null: the order holds nothing.</summary>
    public StockMovement? Release(Guid orderId, DateTimeOffset now) =>
        holds.Remove(orderId, out var held)
            ? Move(MovementKind.Release, orderId, 0, -held.Quantity, now)
            : null;

    public StockMovement Restock(Guid orderId, int quantity, DateTimeOffset now) =>
        Move(MovementKind.Restock, orderId, quantity, 0, now);

    public Result<StockMovement> Adjust(AdjustStock command, DateTimeOffset now)
    {
        if (command.Quantity is < -MostUnits or > MostUnits
            || (command.Kind is StockChange.Set && command.Quantity < 0)
            || (command.Kind is StockChange.Receive && command.Quantity < 1))
        {
            return InventoryErrors.QuantityOutOfRange;
        }

        var change = command.Kind is StockChange.Set ? command.Quantity - OnHand : command.Quantity;
        if (OnHand + change < Reserved)
            return InventoryErrors.OnHandBelowReserved;
        if (OnHand + change > MostUnits)
            return InventoryErrors.QuantityOutOfRange;

        return Move(MovementKind.Adjust, command.CommandId, change, 0, now) with
        {
            Reason = command.Reason,
            By = command.By,
        };
    }

    private StockMovement Move(MovementKind kind, Guid cause, int onHandChange, int reservedChange, DateTimeOffset at)
    {
        var before = Available;
        OnHand += onHandChange;
        Reserved += reservedChange;
        Version++;
        return new StockMovement(
            stored.Sku, Version, kind, cause, onHandChange, reservedChange, OnHand, Reserved, at)
        {
            Lineage = lineage,
            BecameLow = LowStockThreshold is { } low && before > low && Available <= low,
        };
    }
}
