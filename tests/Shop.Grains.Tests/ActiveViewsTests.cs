using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog;
using Shop.Inventory;
using Shop.Testing;

namespace Shop;

/// <summary>What is looked at instead of calling a grain is what the call would say.</summary>
public class ActiveViewsTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    private static readonly Caller Staff = new(Guid.CreateVersion7(), IsStaff: true);

    [Fact]
    public async Task Stock_is_shown_as_it_stands_after_each_change()
    {
        var (_, sku) = await shop.Product(onHand: 10);
        var stock = shop.Grains.Inventory(sku);
        var order = Guid.CreateVersion7();

        await Shows(10);
        Assert.Null(await stock.Reserve(new ReserveStock(order, 3, shop.Clock.GetUtcNow().AddMinutes(5))));
        await Shows(7);
        await stock.Release(order);
        await Shows(10);
        await stock.Adjust(new AdjustStock(Guid.CreateVersion7(), StockChange.Set, 4, "counted", Staff.UserId));
        await Shows(4);
        await stock.SetLowStockThreshold(2);
        await Shows(4);

        async Task Shows(int available)
        {
            var said = (await stock.View()).Value;
            Assert.Equal(available, said!.Available);
            Assert.Equal(said, Stocks.Find(sku));
        }
    }

    [Fact]
    public async Task A_product_is_shown_as_it_was_stored_and_not_once_it_is_removed()
    {
        var (id, _) = await shop.Product(onHand: 1);
        var product = shop.Grains.Product(id);
        Assert.Equal((await product.View()).Value!.Version, Products.Find(id)!.Version);

        var changes = new ProductChanges { Price = 5 };
        var changed = (await product.Change(Staff, changes, null)).Value!;
        Assert.Equal(5, Products.Find(id)!.Details.Price);
        Assert.Equal(changed.Version, Products.Find(id)!.Version);

        Assert.Null(await product.Remove(Staff, null));
        Assert.Null(Products.Find(id));
    }

    [Fact(Timeout = 30_000)]
    public async Task Who_sleeps_shows_nothing()
    {
        var (id, sku) = await shop.Product(onHand: 1);
        Assert.NotNull(Products.Find(id));

        while (Products.Find(id) is not null || Stocks.Find(sku) is not null)
        {
            await shop.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
            await Task.Delay(10);
        }

        Assert.Equal(1, (await shop.Grains.Inventory(sku).View()).Value!.Available);
        Assert.Equal(1, Stocks.Find(sku)!.Available);
    }

    private ActiveViews<Guid, ProductView> Products =>
        shop.Services.GetRequiredService<ActiveViews<Guid, ProductView>>();

    private ActiveViews<string, StockView> Stocks =>
        shop.Services.GetRequiredService<ActiveViews<string, StockView>>();
}

/// <summary>A shop whose database goes away and does not come back.</summary>
public class LostViewsTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task Stock_that_may_not_be_stored_is_not_shown()
    {
        var (_, sku) = await shop.Product(onHand: 2);
        var hold = new ReserveStock(Guid.CreateVersion7(), 1, shop.Clock.GetUtcNow().AddMinutes(5));
        shop.Link.Cut();
        await Assert.ThrowsAnyAsync<Exception>(() => shop.Grains.Inventory(sku).Reserve(hold));

        Assert.Null(shop.Services.GetRequiredService<ActiveViews<string, StockView>>().Find(sku));
    }
}
