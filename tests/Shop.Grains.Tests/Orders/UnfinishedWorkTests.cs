using Shop.Testing;

namespace Shop.Orders;

/// <summary>What the sweeper finds in the tables.</summary>
public sealed class UnfinishedWorkTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Open = new("019aa000-0000-7000-8000-000000000001");
    private static readonly Guid Ended = new("019aa000-0000-7000-8000-000000000002");
    private static readonly Guid Missing = new("019aa000-0000-7000-8000-000000000003");

    [Fact]
    public async Task A_hold_is_an_orphan_unless_an_open_order_stands_behind_it()
    {
        await database.Run("truncate orders, inventory_reservations");
        await Order(Open, "created");
        await Order(Ended, "cancelled");
        await Hold("OPEN", Open, Noon);
        await Hold("ENDED", Ended, Noon);
        await Hold("MISSING", Missing, Noon.AddSeconds(1));
        await Hold("EARLY", Missing, Noon.AddMinutes(-1));
        await Hold("LATE", Missing, Noon.AddMinutes(1));

        var work = new UnfinishedWork(database.Source);
        var found = await work.OrphanHolds(Noon, Noon.AddMinutes(1), 10);
        Assert.Equal([new OrphanHold("ENDED", Ended), new OrphanHold("MISSING", Missing)], found);
    }

    private Task Order(Guid id, string status) => database.Run($"""
        insert into orders (id, version, state)
        select '{id}', 1, jsonb_build_object(
                   'status', '{status}', 'reference', '{status}', 'customer_id', gen_random_uuid(),
                   'email', 'a@b.example', 'total', 1, 'currency', 'USD', 'created_at', now())
        """);

    private Task Hold(string sku, Guid order, DateTimeOffset at) => database.Run($"""
        insert into inventory_reservations (sku, order_id, quantity, held_at, held_until)
        values ('{sku}', '{order}', 1, '{at:O}', '{at:O}')
        """);
}
