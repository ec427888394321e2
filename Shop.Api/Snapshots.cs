using Npgsql;

namespace Shop;

/// <summary>
/// What of the database can be seen, as one text. While it stays the same nothing was committed, so whatever was read
/// is still true. All who want to know at once share one question.
/// </summary>
/// <remarks>
/// A snapshot names the transactions that are seen. Their numbers only grow, unless another server takes over: the
/// time of its start tells one from the other.
/// </remarks>
internal sealed class Snapshots
{
    private const string Sql =
        "select pg_current_snapshot()::text || ' ' || extract(epoch from pg_postmaster_start_time())";

    private readonly NpgsqlDataSource database;
    private readonly SharedRead<string> current;
    private volatile string? last;

    public Snapshots(NpgsqlDataSource database)
    {
        this.database = database;
        current = new(Read);
    }

    /// <summary>What can be seen after this was called.</summary>
    public Task<string> Now(CancellationToken aborted) => current.Now(aborted);

    /// <summary>The last that was heard. What is read after it shows all that it shows.</summary>
    public async ValueTask<string> Last(CancellationToken aborted) => last ?? await Now(aborted);

    private async Task<string> Read(CancellationToken aborted)
    {
        await using var command = database.CreateCommand(Sql);
        return last = (string)(await command.ExecuteScalarAsync(aborted))!;
    }
}
