using Shop.Testing;

namespace Shop.Commands;

/// <summary>The audit is only worth something when each of its claims can fail.</summary>
public sealed class AuditTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    /// <summary>A SKU with ten units of which an order that waits for its money holds two, and one was sold.</summary>
    private const string Sound = """
        truncate inventory, inventory_ledger, inventory_reservations, orders, payment_inbox;
        insert into inventory (sku, product_id, variant_id, on_hand, reserved, version)
        values ('MUG', gen_random_uuid(), gen_random_uuid(), 9, 2, 4);
        insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
        values ('MUG', 1, 'open', gen_random_uuid(), 10, 0, now()),
               ('MUG', 2, 'reserve', @sold, 0, 1, now()),
               ('MUG', 3, 'commit', @sold, -1, -1, now()),
               ('MUG', 4, 'reserve', @open, 0, 2, now());
        insert into inventory_reservations (sku, order_id, quantity, held_at, held_until)
        values ('MUG', @open, 2, now() - interval '5 minutes', now() + interval '5 minutes');
        insert into orders (id, version, state)
        select id, 1, jsonb_build_object(
                   'status', status, 'next', 'none', 'reference', status, 'customer_id', gen_random_uuid(),
                   'email', 'a@b.example', 'stock_taken', status = 'processing', 'refunds', '[]'::jsonb,
                   'total', 5 * quantity, 'currency', 'USD',
                   'created_at', now(), 'expires_at', now() + interval '5 minutes',
                   'lines', jsonb_build_array(jsonb_build_object('sku', 'MUG', 'quantity', quantity, 'unit_price', 5)),
                   'payments', case when status = 'processing'
                                    then jsonb_build_array(
                                             jsonb_build_object('status', 'succeeded', 'amount', 5 * quantity))
                                    else '[]'::jsonb end)
        from   (values (@sold::uuid, 'processing', 1), (@open::uuid, 'created', 2)) as orders (id, status, quantity);
        """;

    [Fact]
    public async Task A_sound_shop_has_no_differences()
    {
        await Begin();
        var (differences, said) = await Audit();
        Assert.True(differences == 0, said);
        Assert.Equal(AuditCheck.All.Count, said.Split("  yes ").Length - 1);
    }

    [Theory]
    [InlineData("update inventory set on_hand = 8", "The ledger of every SKU adds up")]
    [InlineData("delete from inventory where sku = 'MUG'", "The ledger of every SKU adds up")]
    [InlineData("update inventory set version = 5", "No entry of a ledger is missing")]
    [InlineData("update inventory_ledger set reserved_change = 11 where version = 2", "No SKU was ever oversold")]
    [InlineData("update inventory_reservations set quantity = 1", "Open reservations add up")]
    [InlineData("delete from orders where status = 'created'", "Every reservation belongs to an order")]
    [InlineData("delete from inventory_reservations", "Every order that can be paid holds its goods")]
    [InlineData(
        "update inventory_ledger set on_hand_change = -2 where kind = 'commit'",
        "What left the warehouse is what orders sold")]
    [InlineData("delete from orders where status = 'processing'", "What left the warehouse is what orders sold")]
    [InlineData("update orders set state = state || '{\"total\": 4}'", "Every order adds up")]
    [InlineData("update orders set state = state || '{\"payments\": []}'", "Every order adds up")]
    [InlineData(
        "update orders set state = state || '{\"refunds\": [{\"status\": \"pending\", \"amount\": 6}]}'",
        "No order gave back more than was paid")]
    [InlineData("update orders set state = state || '{\"wake_at\": \"2001-01-01T00:00:00Z\"}'", "No order is stuck")]
    [InlineData("""
        insert into payment_inbox (provider, event_id, kind, news, body, received_at, status, due_at)
        values ('sandbox', 'evt', 'succeeded', '{}', '', now(), 'dead', now())
        """, "Every event of a payment provider was carried out")]
    public async Task A_difference_is_found_and_named(string damage, string claim)
    {
        await Begin();
        await database.Run(damage);

        var (differences, said) = await Audit();
        Assert.NotEqual(0, differences);
        Assert.Contains($"  NO   {claim}", said);
    }

    private Task Begin() => database.Run(Sound
        .Replace("@sold", "'019aa000-0000-7000-8000-000000000001'")
        .Replace("@open", "'019aa000-0000-7000-8000-000000000002'"));

    private async Task<(int Differences, string Said)> Audit()
    {
        await using var said = new StringWriter();
        var differences = await AuditCommand.Audit(database.Source, said, CancellationToken.None);
        return (differences, said.ToString());
    }
}
