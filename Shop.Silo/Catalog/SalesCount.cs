using Dapper;
using Npgsql;

namespace Shop.Catalog;

/// <summary>Adds what was sold to the products' counts, which lists order by, a few seconds after the sale.</summary>
internal sealed partial class SalesCount(NpgsqlDataSource database, TimeProvider clock, ILogger<SalesCount> log)
    : BackgroundService
{
    /// <summary>Rows are locked in the order in which the storage writes products, so none waits for ever.</summary>
    private const string Sql = """
        with gone as (delete from catalog_sales returning sku, units),
        sold as
        (
            select i.product_id as id, sum(gone.units) as units
            from   gone join inventory i using (sku)
            group  by i.product_id
        ),
        locked as
        (
            select p.id from products p where p.id in (select id from sold) order by p.id for no key update
        )
        update products p
        set    units_sold = p.units_sold + sold.units
        from   sold join locked using (id)
        where  p.id = sold.id
        """;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Once, now. It is one statement: it counts all of what it takes, or takes nothing.</summary>
    public async Task Count(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition(Sql, cancellationToken: cancel));
    }

    /// <remarks>What fails is counted the next time.</remarks>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Count(stoppingToken);
            }
            catch (NpgsqlException away)
            {
                NotCounted(away);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Sales were not added to the products' counts; the next round will.")]
    private partial void NotCounted(Exception cause);
}
