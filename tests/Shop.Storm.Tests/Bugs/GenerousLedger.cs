using Dapper;
using Npgsql;
using Shop.Inventory;

namespace Shop.Storm.Bugs;

/// <summary>Releases what was held, and then once more.</summary>
internal sealed class GenerousLedger(IStockLedger right, NpgsqlDataSource database) : OtherLedger(right)
{
    private const string AgainSql = """
        with again as (
            update inventory
            set    reserved = reserved + @ReservedChange, version = version + 1
            where  sku = @Sku
            returning version
        )
        insert into inventory_ledger (sku, version, kind, cause, on_hand_change, reserved_change, at)
        select @Sku, version, 'release', @Cause, 0, @ReservedChange, now()
        from   again
        """;

    public override async Task Append(StockMovement movement)
    {
        await base.Append(movement);
        if (movement.Kind is not MovementKind.Release)
            return;

        await using var open = await database.OpenConnectionAsync();
        await open.ExecuteAsync(AgainSql, new { movement.Sku, movement.Cause, movement.ReservedChange });
    }
}
