using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shop.Orders;
using Shop.Testing;

namespace Shop.Inventory;

public class StockQueueTests(StockQueueTests.SlowShop shop) : IClassFixture<StockQueueTests.SlowShop>
{
    [Fact]
    public async Task Beyond_the_queue_of_a_sku_nothing_more_is_held_and_what_ends_a_hold_is_let_in()
    {
        var mug = await shop.Product(onHand: 10);
        var customers = await shop.Customers(4);
        foreach (var customer in customers)
            await shop.Fill(customer, mug);
        var stock = shop.Grains.Inventory(mug.Sku);
        var early = Guid.CreateVersion7();
        Assert.Null(await stock.Reserve(new ReserveStock(early, 1, shop.Clock.GetUtcNow().AddMinutes(5))));

        shop.Gate = new TaskCompletionSource();
        var checkouts = customers.Select(customer => shop.Checkout(customer)).ToList();
        var refused = new List<Task<Result<PlacedOrder>>>();
        while (refused.Count < 2)
            refused.Add(await Task.WhenAny(checkouts.Except(refused)));
        var release = stock.Release(early);
        shop.Gate.SetResult();

        Assert.All(
            await Task.WhenAll(refused), answer => Assert.Equal("stock_busy", answer.Error?.Code));
        Assert.All(await Task.WhenAll(checkouts.Except(refused)), placed => Assert.Null(placed.Error));
        await release;
        Assert.Equal(8, (await shop.Stock(mug.Sku)).Available);
    }

    /// <summary>A shop whose stock takes its time to be committed, and in which two may wait for it.</summary>
    public sealed class SlowShop : ShopCluster
    {
        internal TaskCompletionSource? Gate { get; set; }

        protected override void Compose(WebApplicationBuilder builder)
        {
            base.Compose(builder);
            builder.Services.AddSingleton(new InventoryLimits(Waiting: 2));
            builder.Services.AddSingleton<PostgresStockLedger>();
            builder.Services.AddSingleton<IStockLedger>(services =>
                new SlowLedger(services.GetRequiredService<PostgresStockLedger>(), this));
        }
    }

    private sealed class SlowLedger(IStockLedger ledger, SlowShop shop) : IStockLedger
    {
        public Task<StoredStock?> Load(string sku) => ledger.Load(sku);

        public Task<StoredStock> Open(string sku, OpenStock command, DateTimeOffset at) =>
            ledger.Open(sku, command, at);

        public async Task Append(StockMovement movement)
        {
            var stored = ledger.Append(movement);
            if (shop.Gate is { } gate)
                await gate.Task;
            await stored;
        }

        public Task<StockMovement?> Find(string sku, Guid cause, MovementKind kind) => ledger.Find(sku, cause, kind);

        public Task SetLowStockThreshold(string sku, int? threshold) => ledger.SetLowStockThreshold(sku, threshold);
    }
}
