using System.Runtime.InteropServices;
using Shop.Storage;

namespace Shop.Inventory;

/// <summary>The movements of one SKU and one lineage in a batch, each on top of the one before.</summary>
internal sealed class StockChain
{
    private readonly List<Pending<StockMovement, bool>> movements = [];

    public string Sku => movements[0].Entry.Sku;

    public ReadOnlySpan<Pending<StockMovement, bool>> Movements => CollectionsMarshal.AsSpan(movements);

    /// <summary>The version that the first movement stands on.</summary>
    public long Expected => movements[0].Entry.Version - 1;

    public StockMovement Last => movements[^1].Entry;

    public bool IsBroken => movements[0].Entry.Lineage.IsBroken;

    /// <summary>False: it is of another lineage than those before.</summary>
    public bool TryAdd(Pending<StockMovement, bool> movement)
    {
        if (movements.Count > 0 && movement.Entry.Lineage != movements[0].Entry.Lineage)
            return false;

        movements.Add(movement);
        return true;
    }

    public void Succeed()
    {
        foreach (var movement in movements)
            movement.SetResult(true);
    }

    /// <summary>An exception for each caller, since the engine marks the one that it has dealt with.</summary>
    public void Fail(Func<Exception> exception)
    {
        movements[0].Entry.Lineage.Break();
        foreach (var movement in movements)
            movement.SetException(exception());
    }
}
