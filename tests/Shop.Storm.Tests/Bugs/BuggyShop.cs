using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Shop.Accounts;
using Shop.Storm.World;
using Shop.Testing;

namespace Shop.Storm.Bugs;

/// <summary>A node of the shop in this process, with one of its parts replaced.</summary>
internal sealed class BuggyShop(PlantedBug bug) : ShopFixture
{
    /// <summary>Stays what it was while the shop is away.</summary>
    public string Url { get; private set; } = "http://127.0.0.1:9";

    public async Task Opened()
    {
        Url = Application.Urls.Single();
        var admin = await FirstAdmin.Ensure(Grains, StormWorld.AdminEmail, new(StormWorld.AdminPassword));
        Assert.Null(admin.Error);
    }

    public async Task PowerCut()
    {
        (Services.GetRequiredKeyedService<IGrainStorage>(StateStores.Documents) as LateStorage)?.End();
        await Restart();
        await Opened();
    }

    protected override void Compose(WebApplicationBuilder builder)
    {
        base.Compose(builder);
        bug.Plant(builder.Services);
    }
}
