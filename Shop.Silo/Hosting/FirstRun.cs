using Npgsql;
using Shop.Accounts;
using Shop.Catalog;

namespace Shop.Hosting;

/// <summary>
/// What a new shop needs before its door opens: somebody who may run it, and something to sell. Every start may run it.
/// </summary>
/// <remarks>
/// It is registered after the grains and before the web server, and the host starts them in that order.
/// </remarks>
internal sealed class FirstRun(IGrainFactory grains, NpgsqlDataSource database, ShopSettings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.AdminPassword() is { } password)
            await OpenAdmin(new(password));
        if (settings.Web.DemoCatalogue)
            await DemoCatalog.SeedOnce(grains, database, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenAdmin(Password password)
    {
        var admin = await FirstAdmin.Ensure(grains, settings.Admin.Email, password);
        if (admin.Error is { } refused)
        {
            throw new CannotStartException(
                $"SHOP_ADMIN_EMAIL, SHOP_ADMIN_PASSWORD: {refused.Title} {refused.Detail}".TrimEnd());
        }
    }
}

internal static class FirstRunRegistration
{
    public static void AddFirstRun(this WebApplicationBuilder builder, ShopSettings settings)
    {
        builder.Services.AddSingleton(settings);
        builder.Services.AddHostedService<FirstRun>();
    }
}
