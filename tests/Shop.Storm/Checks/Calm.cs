using System.Diagnostics;
using Npgsql;

namespace Shop.Storm.Checks;

/// <summary>Waits until the shop has healed: until nothing is half-way any more.</summary>
/// <param name="database">The shop's.</param>
/// <param name="patience">How long it is given.</param>
internal sealed class Calm(NpgsqlDataSource database, TimeSpan patience)
{
    /// <summary>What the shop promises.</summary>
    public static readonly TimeSpan Promise = TimeSpan.FromSeconds(60);

    /// <summary>A shop that breaks its promise is given a little more, to see whether it heals at all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    /// <summary>What is half-way: counts of orders, events, provider's calls and holds.</summary>
    private const string HalfWaySql = """
        select (select count(*) from orders where coalesce(state ->> 'next', 'none') <> 'none' or wake_at <= @now)
             + (select count(*) from payment_inbox where status = 'pending')
             + (select count(*) from sandbox_payments where wake_at is not null)
             + (select count(*)
                from   inventory_reservations hold
                left   join orders on orders.id = hold.order_id
                where  orders.status is distinct from 'created')
        """;

    /// <param name="ahead">How far the shop's clock is ahead.</param>
    /// <returns>How long it took; null when it did not heal.</returns>
    public async Task<TimeSpan?> Comes(TimeSpan ahead)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience; await Task.Delay(250))
        {
            if (await HalfWay(ahead) == 0)
                return waited.Elapsed;
        }

        return null;
    }

    private async Task<long> HalfWay(TimeSpan ahead)
    {
        await using var command = database.CreateCommand(HalfWaySql);
        command.Parameters.AddWithValue("now", (TimeProvider.System.GetUtcNow() + ahead).UtcDateTime);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
