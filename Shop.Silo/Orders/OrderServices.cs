namespace Shop.Orders;

internal static class OrderServices
{
    public static IServiceCollection AddOrders(this IServiceCollection services, CheckoutOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IUnfinishedWork, UnfinishedWork>();
        services.AddHostedService<SweeperClock>();
        return services;
    }
}
