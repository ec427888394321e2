using Dapper;
using Npgsql;
using Shop.Inventory;

namespace Shop.Storm.Bugs;

/// <summary>Writes what its process believes over whatever is there.</summary>
internal sealed class BlindLedger(IStockLedger right, NpgsqlDataSource database) : OtherLedger(right)
{
    private const string AppendSql = """
        with counted as (
            update inventory
            set    on_hand = @OnHand, reserved = @Reserved, version = @Version
            where  sku = @Sku
        ), entered as (
            insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
            values (@Sku, @Version, @kind, @Cause, @OnHandChange, @ReservedChange, @at)
            on conflict do nothing
        ), held as (
            insert into inventory_reservations (sku, order_id, quantity, held_at, held_until)
            select @Sku, @Cause, @ReservedChange, @at, @until
            where  @kind = 'reserve'
            on conflict do nothing
        )
        delete from inventory_reservations
        where  sku = @Sku and order_id = @Cause and @kind in ('release', 'commit')
        """;

    public override async Task Append(StockMovement movement)
    {
        await using var open = await database.OpenConnectionAsync();
        var entry = new DynamicParameters(new
        {
            movement.Sku,
            movement.Version,
            movement.Cause,
            movement.OnHand,
            movement.Reserved,
            movement.OnHandChange,
            movement.ReservedChange,
            kind = StockStatement.Name(movement.Kind),
            at = movement.At.UtcDateTime,
            until = (movement.Until ?? movement.At).UtcDateTime,
        });
        await open.ExecuteAsync(AppendSql, entry);
    }
}
