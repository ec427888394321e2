using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using static Shop.Storage.ArrayParameters;

namespace Shop.Inventory;

/// <summary>A batch of movements as one statement: one round trip, one transaction, one sync of the log.</summary>
internal static class StockStatement
{
    /// <summary>The counts go first: whoever's version moved on writes nothing of the rest either.</summary>
    /// <remarks>
    /// "Is true" keeps the planner from making a look-up a join, which would compare every entry with every SKU.
    /// </remarks>
    private const string Sql = """
        with written as (
            update inventory as stock
            set    on_hand = next.on_hand, reserved = next.reserved, version = next.version
            from   unnest($1, $2, $3, $4, $5) as next (sku, expected, version, on_hand, reserved)
            where  stock.sku = next.sku and stock.version = next.expected
            returning stock.sku
        ), entered as (
            insert into inventory_ledger
                   (sku, version, kind, cause, on_hand_change, reserved_change, at, reason, by_user)
            select *
            from   unnest($6, $7, $8, $9, $10, $11, $12, $13, $14) as entry
                   (sku, version, kind, cause, on_hand_change, reserved_change, at, reason, by_user)
            where  (sku in (select sku from written)) is true
        ), held as (
            insert into inventory_reservations (sku, order_id, quantity, held_at, held_until)
            select *
            from   unnest($15, $16, $17, $18, $19) as hold (sku, order_id, quantity, held_at, held_until)
            where  (sku in (select sku from written)) is true
        ), held_again as (
            update inventory_reservations as held
            set    quantity = again.quantity, held_at = again.held_at, held_until = again.held_until
            from   unnest($20, $21, $22, $23, $24) as again (sku, order_id, quantity, held_at, held_until)
            where  held.sku = again.sku and held.order_id = again.order_id
            and    (again.sku in (select sku from written)) is true
        ), freed as (
            delete from inventory_reservations as held
            using  unnest($25, $26) as free (sku, order_id)
            where  held.sku = free.sku and held.order_id = free.order_id
            and    (free.sku in (select sku from written)) is true
        ), told as (
            insert into outbox (id, kind, body)
            select low.id, 'stock.low', low.body
            from   unnest($27, $28, $29) as low (sku, id, body)
            where  (low.sku in (select sku from written)) is true
            on conflict (id) do nothing
        )
        select array_agg(sku) from written
        """;

    public static NpgsqlBatchCommand For(ReadOnlySpan<StockChain> chains)
    {
        var command = new NpgsqlBatchCommand(Sql);
        var entries = Flatten(chains);
        AddCounts(command, chains);
        AddEntries(command, entries);
        AddHolds(command, entries);
        AddAlerts(command, entries);
        return command;
    }

    /// <summary>As it is stored.</summary>
    public static string Name(MovementKind kind) => kind switch
    {
        MovementKind.Open => "open",
        MovementKind.Reserve => "reserve",
        MovementKind.Release => "release",
        MovementKind.Commit => "commit",
        MovementKind.Restock => "restock",
        MovementKind.Adjust => "adjust",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No name is chosen for this kind."),
    };

    private static StockMovement[] Flatten(ReadOnlySpan<StockChain> chains)
    {
        var entries = new List<StockMovement>();
        foreach (var chain in chains)
        {
            foreach (var movement in chain.Movements)
                entries.Add(movement.Entry);
        }

        return [.. entries];
    }

    private static void AddCounts(NpgsqlBatchCommand command, ReadOnlySpan<StockChain> chains)
    {
        var all = chains.ToArray();
        Add(command, NpgsqlDbType.Text, all, chain => chain.Sku);
        Add(command, NpgsqlDbType.Bigint, all, chain => chain.Expected);
        Add(command, NpgsqlDbType.Bigint, all, chain => chain.Last.Version);
        Add(command, NpgsqlDbType.Integer, all, chain => chain.Last.OnHand);
        Add(command, NpgsqlDbType.Integer, all, chain => chain.Last.Reserved);
    }

    private static void AddEntries(NpgsqlBatchCommand command, StockMovement[] entries)
    {
        Add(command, NpgsqlDbType.Text, entries, entry => entry.Sku);
        Add(command, NpgsqlDbType.Bigint, entries, entry => entry.Version);
        Add(command, NpgsqlDbType.Text, entries, entry => Name(entry.Kind));
        Add(command, NpgsqlDbType.Uuid, entries, entry => entry.Cause);
        Add(command, NpgsqlDbType.Integer, entries, entry => entry.OnHandChange);
        Add(command, NpgsqlDbType.Integer, entries, entry => entry.ReservedChange);
        Add(command, NpgsqlDbType.TimestampTz, entries, entry => entry.At.UtcDateTime);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.Reason);
        Add(command, NpgsqlDbType.Uuid, entries, entry => entry.By);
    }

    /// <summary>
    /// A hold may come and go within one batch: what stands at its end is what is written. Whether there was one before
    /// is plain from what came first, so nothing is asked of PostgreSQL, for which that is as much work as to write.
    /// </summary>
    private static void AddHolds(NpgsqlBatchCommand command, StockMovement[] entries)
    {
        var holds = entries
            .Where(entry => entry.ReservedChange != 0)
            .GroupBy(entry => (entry.Sku, entry.Cause))
            .ToLookup(
                same => (Was: same.First().ReservedChange < 0, Is: same.Last().ReservedChange > 0),
                same => same.Last());
        AddHeld(command, [.. holds[(false, true)]]);
        AddHeld(command, [.. holds[(true, true)]]);
        StockMovement[] freed = [.. holds[(true, false)]];
        Add(command, NpgsqlDbType.Text, freed, entry => entry.Sku);
        Add(command, NpgsqlDbType.Uuid, freed, entry => entry.Cause);
    }

    private static void AddHeld(NpgsqlBatchCommand command, StockMovement[] held)
    {
        Add(command, NpgsqlDbType.Text, held, entry => entry.Sku);
        Add(command, NpgsqlDbType.Uuid, held, entry => entry.Cause);
        Add(command, NpgsqlDbType.Integer, held, entry => entry.ReservedChange);
        Add(command, NpgsqlDbType.TimestampTz, held, entry => entry.At.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, held, entry => entry.Until!.Value.UtcDateTime);
    }

    private static void AddAlerts(NpgsqlBatchCommand command, StockMovement[] entries)
    {
        StockMovement[] low = [.. entries.Where(entry => entry.BecameLow)];
        Add(command, NpgsqlDbType.Text, low, entry => entry.Sku);
        Add(command, NpgsqlDbType.Uuid, low, entry =>
            DerivedId.From(Guid.Empty, "low_stock", entry.Sku, $"{entry.Version}"));
        Add(command, NpgsqlDbType.Jsonb, low, entry =>
            JsonSerializer.Serialize(new { entry.Sku, Available = entry.OnHand - entry.Reserved }, ShopJson.Stored));
    }
}
