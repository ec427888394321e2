using Npgsql;

namespace Shop.Storage;

/// <summary>
/// The connection of one writer. It stays open from batch to batch, is dropped as soon as it is in doubt, and
/// tells three ways of failing apart: nothing was done, the database said no, nobody knows.
/// </summary>
/// <remarks>
/// Not for two callers at once: each writer of a <see cref="GroupCommit{TEntry, TResult}"/> has one of its own. It
/// waits for the answer on the writer's thread and not on the thread pool, where what came before would be done first.
/// </remarks>
/// <param name="database">Opens it.</param>
/// <param name="prepares">Whether a command is planned once: the same few are sent all the time.</param>
internal sealed class CommitConnection(NpgsqlDataSource database, bool prepares = true) : IAsyncDisposable
{
    private NpgsqlConnection? held;

    /// <summary>
    /// Sends all commands in one round trip. They are one transaction: its commit is what the answer waits for.
    /// </summary>
    /// <param name="batch">Its connection is set here.</param>
    /// <param name="read">Reads one command's rows. What it learns holds only once this method has returned.</param>
    /// <exception cref="UnavailableException">Nothing was done: the database is away or cannot work.</exception>
    /// <exception cref="PostgresException">Nothing was done: the database refused.</exception>
    /// <exception cref="OutcomeUnknownException">The connection was lost before the answer came.</exception>
    public async Task Send(NpgsqlBatch batch, Action<NpgsqlDataReader, int> read)
    {
        batch.Connection = await Open();
        try
        {
            if (prepares)
                batch.Prepare();
            using var rows = batch.ExecuteReader();
            var command = 0;
            do
            {
                read(rows, command++);
            }
            while (rows.NextResult());
        }
        catch (PostgresException refused) when (IsRefusal(refused))
        {
            throw;
        }
        catch (PostgresException outage) when (outage.InvariantSeverity is "ERROR")
        {
            await DisposeAsync();
            throw Unavailable(outage);
        }
        catch (Exception lost)
        {
            await DisposeAsync();
            throw new OutcomeUnknownException(lost);
        }
    }

    /// <summary>Sends one command for all who wait, and tells each that it is stored.</summary>
    public async Task Send<TEntry>(NpgsqlBatchCommand command, ReadOnlyMemory<Pending<TEntry, bool>> waiting)
    {
        await using var batch = new NpgsqlBatch();
        batch.BatchCommands.Add(command);
        await Send(batch, (_, _) => { });
        foreach (var one in waiting.Span)
            one.SetResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        if (held is { } connection)
        {
            held = null;
            await connection.DisposeAsync();
        }
    }

    private async ValueTask<NpgsqlConnection> Open()
    {
        if (held is { State: System.Data.ConnectionState.Open } open)
            return open;

        await DisposeAsync();
        try
        {
            return held = database.OpenConnection();
        }
        catch (NpgsqlException away)
        {
            throw Unavailable(away);
        }
    }

    /// <summary>
    /// An error of a statement undoes its transaction. A fatal one may also come after the commit, from a server that
    /// is told to stop, so it proves nothing. Full disks, time-outs and a server that became a standby are nobody's
    /// fault among those who write.
    /// </summary>
    private static bool IsRefusal(PostgresException exception) =>
        exception.InvariantSeverity is "ERROR"
        && exception.SqlState[..2] is not ("53" or "57" or "58" or "XX")
        && exception.SqlState is not PostgresErrorCodes.ReadOnlySqlTransaction;

    private static UnavailableException Unavailable(Exception cause) =>
        new("The database cannot be written to at the moment.", cause);
}

/// <summary>The connection was lost after a batch was sent: it may have been committed or not.</summary>
internal sealed class OutcomeUnknownException(Exception inner)
    : Exception("The connection to the database was lost before it told whether the write was stored.", inner);
