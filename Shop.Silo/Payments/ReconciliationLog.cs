using System.Text.Json;
using Dapper;
using Npgsql;

namespace Shop.Payments;

/// <summary>Which days were compared, and what came of it.</summary>
internal sealed class ReconciliationLog(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>For so long a day is with one node. A provider that was away is asked again after it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    private const string ClaimSql = """
        insert into reconciliations as done (id, day, begun_at, lease_until)
        values (@id, (@now at time zone 'utc')::date, @now, @until)
        on conflict (day) do update
        set    begun_at = excluded.begun_at, lease_until = excluded.lease_until
        where  done.lease_until <= excluded.begun_at
        returning id
        """;

    private const string KeepSql = """
        insert into reconciliations as done (id, begun_at, report)
        values (@id, @now, @report::jsonb)
        on conflict (id) do update
        set    report = excluded.report, lease_until = case when @complete then null else done.lease_until end
        """;

    /// <summary>The day that it is, for this node alone; null when it is compared already, or with another.</summary>
    public async Task<Guid?> ClaimToday()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QueryFirstOrDefaultAsync<Guid?>(
            ClaimSql, new { id = Guid.CreateVersion7(), now, until = now + Lease });
    }

    /// <param name="id">Of a claimed day; a new one for what a person asked for.</param>
    /// <param name="report">Where somebody did not answer, the day is compared again.</param>
    public async Task Keep(Guid id, ReconciliationReport report)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(KeepSql, new
        {
            id,
            now = clock.GetUtcNow().UtcDateTime,
            report = JsonSerializer.Serialize(report, ShopJson.Stored),
            complete = report.Away.Count == 0,
        });
    }
}
