using Npgsql;

namespace Orleans.Storage;

/// <summary>
/// Writes that arrive while others are being committed wait and are then committed together: one round trip and one
/// flush of the disk for all. Each writer hears of its own write, and not before it is committed.
/// </summary>
internal sealed class CommitQueue(NpgsqlDataSource database)
{
    private const int MostTogether = 256;

    /// <summary>While one batch waits for the disk, another is on its way.</summary>
    private const int MostAtOnce = 2;

    private readonly Lock gate = new();
    private readonly Queue<Write> waiting = new();
    private int atOnce;

    /// <summary>Answers with the new version of the row, or with null if there was no row to change.</summary>
    public Task<int?> Commit(NpgsqlBatchCommand statement)
    {
        var write = new Write(statement, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            waiting.Enqueue(write);
            if (atOnce == MostAtOnce)
                return write.Version.Task;

            atOnce++;
        }

        // Whoever comes first starts the work, but it is nobody's in particular: not part of a grain's turn.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.CommitWaiting(), this, preferLocal: false);
        return write.Version.Task;
    }

    private async Task CommitWaiting()
    {
        while (Take() is { Length: > 0 } together)
            await Commit(together);
    }

    private Write[] Take()
    {
        lock (gate)
        {
            var together = new Write[Math.Min(waiting.Count, MostTogether)];
            for (var i = 0; i < together.Length; i++)
                together[i] = waiting.Dequeue();

            if (together.Length == 0)
                atOnce--;
            return together;
        }
    }

    private async Task Commit(Write[] together)
    {
        try
        {
            var versions = await Send(together);
            for (var i = 0; i < together.Length; i++)
                together[i].Version.SetResult(versions[i]);
        }
        catch (PostgresException) when (together.Length > 1)
        {
            // The server took back all of them because of one, which alone fails alone.
            foreach (var write in together)
                await Commit([write]);
        }
        catch (Exception exception)
        {
            foreach (var write in together)
                write.Version.SetException(exception);
        }
    }

    /// <summary>Returns after the commit: the statements of a batch are one transaction.</summary>
    private async Task<int?[]> Send(Write[] together)
    {
        await using var batch = database.CreateBatch();
        foreach (var write in together)
            batch.BatchCommands.Add(write.Statement);

        var versions = new int?[together.Length];
        await using var rows = await batch.ExecuteReaderAsync();
        for (var i = 0; i < versions.Length; i++)
        {
            if (await rows.ReadAsync())
                versions[i] = rows.GetInt32(0);
            await rows.NextResultAsync();
        }

        return versions;
    }

    private sealed record Write(NpgsqlBatchCommand Statement, TaskCompletionSource<int?> Version);
}
