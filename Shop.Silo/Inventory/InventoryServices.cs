namespace Shop.Inventory;

internal static class InventoryServices
{
    public static IServiceCollection AddInventory(this IServiceCollection services) =>
        services.AddSingleton<IStockLedger, PostgresStockLedger>();
}
