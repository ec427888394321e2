using Npgsql;
using NpgsqlTypes;
using static Shop.Storage.ArrayParameters;

namespace Shop.Inventory;

/// <summary>
/// What a sale asks for most: new holds on one SKU and nothing else. <see cref="StockStatement"/> could write them,
/// too; this one says once what is the same in all rows, and asks once whether the SKU moved on.
/// </summary>
internal static class HoldsStatement
{
    private const string Sql = """
        with written as (
            update inventory
            set    on_hand = $4, reserved = $5, version = $3
            where  sku = $1 and version = $2
            returning sku
        ), entered as (
            insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
            select written.sku, entry.version, 'reserve', entry.cause, 0, entry.quantity, entry.at
            from   written, unnest($6, $7, $8, $9) as entry (version, cause, quantity, at)
        ), held as (
            insert into inventory_reservations (sku, order_id, quantity, held_at, held_until)
            select written.sku, hold.order_id, hold.quantity, hold.held_at, hold.held_until
            from   written, unnest($7, $8, $9, $10) as hold (order_id, quantity, held_at, held_until)
        )
        select array_agg(sku) from written
        """;

    public static bool Fits(ReadOnlySpan<StockChain> chains)
    {
        if (chains.Length is not 1)
            return false;

        foreach (var movement in chains[0].Movements)
        {
            if (movement.Entry.Kind is not MovementKind.Reserve || movement.Entry.BecameLow)
                return false;
        }

        return true;
    }

    public static NpgsqlBatchCommand For(StockChain chain)
    {
        var holds = chain.Movements;
        var (versions, causes, quantities) = (new long[holds.Length], new Guid[holds.Length], new int[holds.Length]);
        var (heldAt, heldUntil) = (new DateTime[holds.Length], new DateTime[holds.Length]);
        for (var i = 0; i < holds.Length; i++)
        {
            var entry = holds[i].Entry;
            (versions[i], causes[i], quantities[i]) = (entry.Version, entry.Cause, entry.ReservedChange);
            (heldAt[i], heldUntil[i]) = (entry.At.UtcDateTime, entry.Until!.Value.UtcDateTime);
        }

        return new NpgsqlBatchCommand(Sql)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = chain.Sku },
                new NpgsqlParameter<long> { TypedValue = chain.Expected },
                new NpgsqlParameter<long> { TypedValue = chain.Last.Version },
                new NpgsqlParameter<int> { TypedValue = chain.Last.OnHand },
                new NpgsqlParameter<int> { TypedValue = chain.Last.Reserved },
                Column(NpgsqlDbType.Bigint, versions),
                Column(NpgsqlDbType.Uuid, causes),
                Column(NpgsqlDbType.Integer, quantities),
                Column(NpgsqlDbType.TimestampTz, heldAt),
                Column(NpgsqlDbType.TimestampTz, heldUntil),
            },
        };
    }
}
