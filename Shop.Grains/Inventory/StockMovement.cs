namespace Shop.Inventory;

/// <summary>One entry of a SKU's ledger, with the counts that stand after it.</summary>
/// <param name="Sku">The SKU.</param>
/// <param name="Version">The SKU's version after it; the entry is only valid on top of the version before.</param>
/// <param name="Kind">What moved.</param>
/// <param name="Cause">The order or the command that it is for.</param>
/// <param name="OnHandChange">Units that came into or left the warehouse.</param>
/// <param name="ReservedChange">Units that became held or free.</param>
/// <param name="OnHand">After it.</param>
/// <param name="Reserved">After it.</param>
/// <param name="At">When it was decided.</param>
internal sealed record StockMovement(
    string Sku, long Version, MovementKind Kind, Guid Cause, int OnHandChange, int ReservedChange,
    int OnHand, int Reserved, DateTimeOffset At)
{
    /// <summary>What it was decided on; it falls with whatever it stands on.</summary>
    public Lineage Lineage { get; init; } = new();

    /// <summary>When a hold ends by itself.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, in the words of whoever did it.</summary>
    public string? Reason { get; init; }

    /// <summary>The member of staff who did it.</summary>
    public Guid? By { get; init; }

    /// <summary>True when this movement brought what is available down to the threshold.</summary>
    public bool BecameLow { get; init; }
}

/// <summary>Stored by its name in lower case.</summary>
internal enum MovementKind
{
    Open = 0,
    Reserve = 1,
    Release = 2,
    Commit = 3,
    Restock = 4,
    Adjust = 5,
}
