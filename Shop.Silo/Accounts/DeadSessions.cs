using Npgsql;

namespace Shop.Accounts;

/// <summary>Deletes the rows of sessions that nobody can go on with, a little at a time.</summary>
/// <remarks>
/// Every trade of a refresh token writes the row, so its age is the session's. Several nodes may do this at once; each
/// skips the rows of the others.
/// </remarks>
internal sealed partial class DeadSessions(NpgsqlDataSource database, TimeProvider clock, ILogger<DeadSessions> log)
    : BackgroundService
{
    private const int MostAtOnce = 5_000;

    private const string Sql = """
        delete from orleansstorage
        where  ctid = any (array(
                   select ctid from orleansstorage
                   where  graintypestring = 'session' and modifiedon < $1 at time zone 'utc'
                   limit  $2
                   for update skip locked))
        """;

    /// <summary>A day more than a session may idle: the row has the database's time, the session the grain's.</summary>
    private static readonly TimeSpan Kept = Session.IdleLimit + TimeSpan.FromDays(1);

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Returns how many were deleted.</summary>
    public async Task<int> Delete(CancellationToken stop)
    {
        await using var delete = database.CreateCommand(Sql);
        delete.Parameters.Add(new() { Value = clock.GetUtcNow() - Kept });
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

    [LoggerMessage(LogLevel.Warning, "Dead sessions are deleted later: {Reason}")]
    private partial void LogLater(string reason);
}
