using Npgsql;

namespace Shop.Idempotency;

/// <summary>Deletes what the grains no longer look at, a little at a time, so that the table stays small.</summary>
/// <remarks>
/// A grain that still has such a row in memory finds its write refused and reads again. Several nodes may do this at
/// once; each skips the rows of the others.
/// </remarks>
internal sealed partial class ForgottenKeys(NpgsqlDataSource database, TimeProvider clock, ILogger<ForgottenKeys> log)
    : BackgroundService
{
    private const int MostAtOnce = 5_000;

    private const string Sql = """
        delete from idempotency_keys
        where  id in (select id from idempotency_keys where begun_at < $1 limit $2 for update skip locked)
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Returns how many were deleted.</summary>
    public async Task<int> Delete(CancellationToken stop)
    {
        await using var delete = database.CreateCommand(Sql);
        delete.Parameters.Add(new() { Value = clock.GetUtcNow() - KeyUse.KeptFor });
        delete.Parameters.Add(new() { Value = MostAtOnce });
        return await delete.ExecuteNonQueryAsync(stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Delete(stoppingToken) == MostAtOnce)
                    await Task.Yield();
            }
            catch (NpgsqlException away)
            {
                LogLater(away.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Forgotten idempotency keys are deleted later: {Reason}")]
    private partial void LogLater(string reason);
}
