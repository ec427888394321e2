using Npgsql;

namespace Shop.Storage;

/// <summary>Rows that nobody needs any more once they have an age.</summary>
/// <param name="What">In the plural, for the log.</param>
/// <param name="Sql">
/// Deletes at most <c>$2</c> rows from before <c>$1</c>, and skips those that another node is deleting.
/// </param>
/// <param name="Kept">How long they are kept.</param>
internal sealed record Purge(string What, string Sql, TimeSpan Kept)
{
    private const int MostAtOnce = 5_000;

    /// <summary>A little at a time, so that nobody waits for it. Returns how many were deleted.</summary>
    public async Task<int> Run(NpgsqlDataSource database, DateTimeOffset now, CancellationToken stop)
    {
        var deleted = 0;
        for (var last = MostAtOnce; last == MostAtOnce; deleted += last)
        {
            await using var delete = database.CreateCommand(Sql);
            delete.Parameters.Add(new() { Value = now - Kept });
            delete.Parameters.Add(new() { Value = MostAtOnce });
            last = await delete.ExecuteNonQueryAsync(stop);
        }

        return deleted;
    }
}

/// <summary>Carries out every <see cref="Purge"/> from time to time. Several nodes may do so at once.</summary>
internal sealed partial class Purges(
    IEnumerable<Purge> purges, NpgsqlDataSource database, TimeProvider clock, ILogger<Purges> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var purge in purges)
                await Carry(purge, stoppingToken);
        }
    }

    private async Task Carry(Purge purge, CancellationToken stop)
    {
        try
        {
            await purge.Run(database, clock.GetUtcNow(), stop);
        }
        catch (NpgsqlException away)
        {
            LogLater(purge.What, away.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old {What} are deleted later: {Reason}")]
    private partial void LogLater(string what, string reason);
}
