namespace Shop.Catalog;

/// <summary>Registers what the catalogue does outside its grains.</summary>
internal static class CatalogServices
{
    public static void AddCatalog(this IServiceCollection services)
    {
        services.AddSingleton<SalesCount>();
        services.AddHostedService(provider => provider.GetRequiredService<SalesCount>());
    }
}
