using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Shop.Hosting;

internal static class KeyServices
{
    /// <summary>The box that seals secrets, and the keys of cookies in it. Before all that uses them.</summary>
    public static void AddKeys(this IServiceCollection services, ShopSettings settings)
    {
        services.AddSingleton(_ => new SecretBox(settings.Secret(), settings.Secrets.Former));
        services.AddSingleton<CookieKeys>();
        services.AddHostedService<CookieKeysStart>();
        services.AddDataProtection().SetApplicationName("shop");
        services.AddOptions<KeyManagementOptions>()
            .Configure<CookieKeys>((options, keys) => options.XmlRepository = keys);
    }
}
