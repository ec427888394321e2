namespace Shop.Inventory;

/// <summary>Settings of a SKU.</summary>
/// <param name="Waiting">
/// Movements of one SKU that are decided and not yet committed. Beyond it nothing more is held; what ends a hold is
/// always let in.
/// </param>
internal sealed record InventoryLimits([property: Setting("SHOP_MAX_WAITING_PER_SKU")] int Waiting);
