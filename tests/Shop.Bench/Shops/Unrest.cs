using Npgsql;

namespace Shop.Bench.Shops;

/// <summary>
/// Commits that change nothing, as often as a busy shop has them: an answer that holds until something is committed
/// holds no longer than in such a shop.
/// </summary>
internal sealed class Unrest : IAsyncDisposable
{
    private const string Sql = "select pg_current_xact_id()";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource enough = new();
    private readonly Task commits;

    private Unrest(NpgsqlDataSource database) => commits = Task.Run(() => Commit(database));

    public static Unrest In(NpgsqlDataSource database) => new(database);

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await commits;
        enough.Dispose();
    }

    private async Task Commit(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var commit = new NpgsqlCommand(Sql, connection);
        await commit.PrepareAsync();
        using var pauses = new PeriodicTimer(Pause);
        while (!enough.IsCancellationRequested)
        {
            await commit.ExecuteNonQueryAsync();
            await pauses.WaitForNextTickAsync();
        }
    }
}
