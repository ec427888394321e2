using Npgsql;
using Orleans.Storage;

namespace Shop.Storage;

/// <summary>
/// Stores a batch of documents in one transaction, and finds the guilty one when the database refuses the batch.
/// </summary>
internal sealed class DocumentWriter(CommitConnection connection)
{
    private readonly HashSet<(DocumentTable, Guid)> seen = [];

    /// <summary>Answers every write: true when it was stored, false when another version was found.</summary>
    public async Task Write(ReadOnlyMemory<Pending<DocumentWrite, bool>> batch)
    {
        var waiting = batch.ToArray();
        while (waiting.Length > 0)
        {
            var now = OneOfEach(waiting, out waiting);
            Array.Sort(now, static (left, right) => left.Entry.CompareTo(right.Entry));
            await Commit(now);
        }
    }

    /// <summary>
    /// One statement cannot write a document twice. When two activations of a grain write at the same moment, the
    /// second waits for the next transaction, where it meets what the first has stored.
    /// </summary>
    private Pending<DocumentWrite, bool>[] OneOfEach(
        Pending<DocumentWrite, bool>[] writes, out Pending<DocumentWrite, bool>[] again)
    {
        seen.Clear();
        List<Pending<DocumentWrite, bool>>? later = null;
        foreach (var write in writes)
        {
            if (!seen.Add((write.Entry.Table, write.Entry.Id)))
                (later ??= []).Add(write);
        }

        again = later?.ToArray() ?? [];
        return later is null ? writes : [.. writes.Except(later)];
    }

    private async Task Commit(ReadOnlyMemory<Pending<DocumentWrite, bool>> writes)
    {
        try
        {
            await Send(writes);
        }
        catch (PostgresException refused) when (writes.Length is 1)
        {
            writes.Span[0].SetException(Meaning(refused));
        }
        catch (PostgresException)
        {
            // One document spoils the transaction of all. Halves that are innocent are stored at once, so that one bad
            // write among a thousand costs about twenty commits instead of a thousand.
            var half = writes.Length / 2;
            await Commit(writes[..half]);
            await Commit(writes[half..]);
        }
        catch (UnavailableException away)
        {
            foreach (var write in writes.Span)
                write.SetException(new UnavailableException(away.Message, away.InnerException));
        }
        catch (OutcomeUnknownException lost)
        {
            // An exception for each, since the engine marks the one that it has dealt with.
            foreach (var write in writes.Span)
                write.SetException(new InconsistentStateException(lost.Message, lost));
        }
    }

    private async Task Send(ReadOnlyMemory<Pending<DocumentWrite, bool>> writes)
    {
        await using var batch = new NpgsqlBatch();
        var statements = new List<ReadOnlyMemory<Pending<DocumentWrite, bool>>>();
        for (var rest = writes; rest.Length > 0; rest = rest[statements[^1].Length..])
        {
            statements.Add(rest[..SameStatement(rest.Span)]);
            batch.BatchCommands.Add(DocumentStatement.For(statements[^1].Span));
        }

        var written = new Guid[]?[statements.Count];
        await connection.Send(batch, (rows, statement) =>
        {
            rows.Read();
            written[statement] = rows.IsDBNull(0) ? null : rows.GetFieldValue<Guid[]>(0);
        });

        for (var i = 0; i < statements.Count; i++)
            Answer(statements[i].Span, written[i] ?? []);
    }

    private static int SameStatement(ReadOnlySpan<Pending<DocumentWrite, bool>> writes)
    {
        var length = 1;
        while (length < writes.Length && writes[length].Entry.SameStatement(writes[0].Entry))
            length++;

        return length;
    }

    private static void Answer(ReadOnlySpan<Pending<DocumentWrite, bool>> writes, Guid[] written)
    {
        var some = written.Length == writes.Length ? null : written.ToHashSet();
        foreach (var write in writes)
            write.SetResult(some is null || some.Contains(write.Entry.Id));
    }

    private static Exception Meaning(PostgresException refused) => refused.SqlState switch
    {
        ['2', '3', ..] => new ConstraintViolatedException(refused.ConstraintName ?? refused.ColumnName ?? "", refused),
        _ when refused.IsTransient => new UnavailableException("The database is too busy with this record.", refused),
        _ => refused,
    };
}
