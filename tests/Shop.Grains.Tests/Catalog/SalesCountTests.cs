using Microsoft.Extensions.DependencyInjection;
using Shop.Inventory;
using Shop.Testing;

namespace Shop.Catalog;

public class SalesCountTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task What_is_sold_counts_once_and_what_comes_back_counts_no_more()
    {
        var (id, sku) = await shop.Product(onHand: 10);
        await Sell(sku, 3);
        var returned = await Sell(sku, 2);
        await Count();
        await Count();
        Assert.Equal(5L, await Sold(id));

        await shop.Grains.Inventory(sku).Restock(returned);
        await Count();
        Assert.Equal(3L, await Sold(id));
    }

    private async Task<Guid> Sell(string sku, int quantity)
    {
        var order = Guid.CreateVersion7();
        var until = shop.Clock.GetUtcNow().AddMinutes(5);
        Assert.Null(await shop.Grains.Inventory(sku).Reserve(new(order, quantity, until)));
        Assert.Null(await shop.Grains.Inventory(sku).Commit(order, quantity));
        return order;
    }

    private Task Count() => shop.Services.GetRequiredService<SalesCount>().Count(CancellationToken.None);

    private Task<long> Sold(Guid id) => shop.Database.Value<long>($"select units_sold from products where id = '{id}'");
}
