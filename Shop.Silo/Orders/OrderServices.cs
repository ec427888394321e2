using Shop.Hosting;

namespace Shop.Orders;

internal static class OrderServices
{
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(new CheckoutOptions(
            TimeSpan.FromSeconds(settings.Number("SHOP_HOLD_SECONDS", fallback: 900, least: 5, most: 86_400))));
        services.AddSingleton<IPastOrders, PastOrders>();
        services.AddSingleton<IUnfinishedWork, UnfinishedWork>();
        services.AddHostedService<SweeperClock>();
        return services;
    }
}
