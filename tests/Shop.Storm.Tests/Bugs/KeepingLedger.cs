using System.Collections.Concurrent;
using Shop.Inventory;
using Shop.Storm.World;

namespace Shop.Storm.Bugs;

/// <summary>Says that what an expired order held is free, and leaves it held.</summary>
internal sealed class KeepingLedger(IStockLedger right) : OtherLedger(right)
{
    private readonly ConcurrentDictionary<(string, Guid), DateTimeOffset> heldAt = new();

    public override Task Append(StockMovement movement)
    {
        var hold = (movement.Sku, movement.Cause);
        if (movement.Kind is MovementKind.Reserve)
            heldAt[hold] = movement.At;

        return movement.Kind is MovementKind.Release
            && movement.At - heldAt.GetValueOrDefault(hold) >= TimeSpan.FromSeconds(StormWorld.HoldSeconds - 1)
                ? Task.CompletedTask
                : base.Append(movement);
    }
}
