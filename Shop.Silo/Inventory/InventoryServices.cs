using Shop.Hosting;

namespace Shop.Inventory;

internal static class InventoryServices
{
    public static IServiceCollection AddInventory(this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton<IStockLedger, PostgresStockLedger>()
        .AddSingleton(new InventoryLimits(
            settings.Number("SHOP_MAX_WAITING_PER_SKU", fallback: 4_096, least: 1, most: 20_000)));
}
