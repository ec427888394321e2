using Npgsql;
using Orleans.Storage;
using Shop.Storage;
using Shop.Testing;

namespace Shop.Inventory;

/// <summary>Two processes that both believe they own a SKU, on one database.</summary>
public sealed class StockLedgerTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string sku = $"SKU-{Guid.CreateVersion7():N}";
    private PostgresStockLedger ours = null!;
    private PostgresStockLedger theirs = null!;

    public async Task InitializeAsync()
    {
        (ours, theirs) = (Ledger(), Ledger());
        await ours.Open(sku, new OpenStock(Guid.CreateVersion7(), Guid.CreateVersion7(), OnHand: 10), Noon);
    }

    public async Task DisposeAsync()
    {
        await ours.DisposeAsync();
        await theirs.DisposeAsync();
    }

    [Fact]
    public async Task A_movement_on_top_of_a_lost_one_is_lost_too_although_its_version_would_fit()
    {
        var (mine, other) = (await Load(ours), await Load(theirs));
        var lost = Hold(mine, 1);
        var onTop = Hold(mine, 1);
        await theirs.Append(Hold(other, 5));

        await Assert.ThrowsAsync<InconsistentStateException>(() => ours.Append(lost));
        await Assert.ThrowsAsync<InconsistentStateException>(() => ours.Append(onTop));

        Assert.Equal((2L, 5L), await Counts());
    }

    [Fact]
    public async Task Two_activations_of_a_SKU_in_one_batch_do_not_mix()
    {
        var (dying, living) = (await Load(ours), await Load(ours));
        Task[] appends =
        [
            ours.Append(Hold(dying, 1)), ours.Append(Hold(living, 2)), ours.Append(Hold(dying, 3)),
            ours.Append(Hold(living, 4)),
        ];
        var outcomes = await Task.WhenAll(appends.Select(Outcome));

        Assert.Equal([null, typeof(InconsistentStateException), null, typeof(InconsistentStateException)], outcomes);
        Assert.Equal((3L, 4L), await Counts());
    }

    [Fact]
    public async Task What_stands_at_the_end_of_a_batch_is_what_is_held()
    {
        var stock = await Load(ours);
        var (again, gone, brief, stays) =
            (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Task.WhenAll(ours.Append(Hold(stock, again, 1)), ours.Append(Hold(stock, gone, 1)));

        await Task.WhenAll(
            ours.Append(stock.Release(again, Noon)!), ours.Append(Hold(stock, again, 2)),
            ours.Append(stock.Commit(gone, Noon)!),
            ours.Append(Hold(stock, brief, 3)), ours.Append(stock.Release(brief, Noon)!),
            ours.Append(Hold(stock, stays, 4)));

        var stored = (await theirs.Load(sku))!;
        Assert.Equal((9, 6), (stored.OnHand, stored.Reserved));
        Assert.Equal(
            new[] { (again, 2), (stays, 4) }.Order(),
            stored.Holds.Select(hold => (hold.OrderId, hold.Quantity)).Order());
    }

    [Fact]
    public async Task A_SKU_that_moved_on_fails_alone_and_takes_nobody_with_it()
    {
        var other = $"{sku}-B";
        await ours.Open(other, new OpenStock(Guid.CreateVersion7(), Guid.CreateVersion7(), OnHand: 10), Noon);
        var (stale, fresh) = (await Load(ours), new Stock((await ours.Load(other))!));
        await theirs.Append(Hold(await Load(theirs), 5));

        var outcomes = await Task.WhenAll(
            new[] { Hold(stale, 1), Hold(fresh, 1), Hold(stale, 1), Hold(fresh, 1) }
                .Select(movement => Outcome(ours.Append(movement))));

        Assert.Equal([typeof(InconsistentStateException), null, typeof(InconsistentStateException), null], outcomes);
        Assert.Equal((2L, 5L), await Counts());
        Assert.Equal(2, (await theirs.Load(other))!.Reserved);
    }

    private static StockMovement Hold(Stock stock, Guid orderId, int units) =>
        stock.Reserve(new ReserveStock(orderId, units, Noon), Noon).Value!;

    private static StockMovement Hold(Stock stock, int units) =>
        Hold(stock, Guid.CreateVersion7(), units);

    private static async Task<Type?> Outcome(Task append)
    {
        try
        {
            await append;
            return null;
        }
        catch (InconsistentStateException refused)
        {
            return refused.GetType();
        }
    }

    private async Task<Stock> Load(PostgresStockLedger ledger) => new((await ledger.Load(sku))!);

    private PostgresStockLedger Ledger() =>
        new(database.Source, new CommitConnection(NpgsqlDataSource.Create(database.ConnectionString)));

    /// <summary>Of the counters, which must be what the ledger adds up to.</summary>
    private async Task<(long Version, long Reserved)> Counts()
    {
        var version = await database.Value<long>($"select version from inventory where sku = '{sku}'");
        var reserved = await database.Value<long>($"select reserved::bigint from inventory where sku = '{sku}'");
        var sum = await database.Value<long>(
            $"select sum(reserved_change)::bigint from inventory_ledger where sku = '{sku}'");
        Assert.Equal(sum, reserved);
        return (version, reserved);
    }
}
