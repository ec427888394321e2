using Npgsql;
using NpgsqlTypes;

namespace Shop.Storage;

/// <summary>Reads the documents that many activations ask for at one time in one round trip.</summary>
internal sealed class DocumentReader(NpgsqlDataSource database)
{
    /// <summary>Answers every read: null when there is no such row.</summary>
    public async Task Read(ReadOnlyMemory<Pending<DocumentKey, Document?>> batch)
    {
        var tables = batch.ToArray().GroupBy(read => read.Entry.Table).ToArray();
        try
        {
            await Read(tables);
        }
        catch (PostgresException) when (tables.Length > 1)
        {
            // A table that is missing must not take the others with it.
            foreach (var table in tables)
                await Read([table]);
        }
    }

    private async Task Read(IGrouping<DocumentTable, Pending<DocumentKey, Document?>>[] tables)
    {
        try
        {
            var found = await Query(tables);
            foreach (var read in tables.SelectMany(table => table))
                read.SetResult(found.GetValueOrDefault(read.Entry));
        }
        catch (PostgresException refused) when (refused.InvariantSeverity is "ERROR" && !refused.IsTransient)
        {
            if (tables.Length > 1)
                throw;

            foreach (var read in tables[0])
                read.SetException(refused);
        }
        catch (NpgsqlException away)
        {
            foreach (var read in tables.SelectMany(table => table))
                read.SetException(new UnavailableException("The database cannot be read at the moment.", away));
        }
    }

    private async Task<Dictionary<DocumentKey, Document>> Query(
        IGrouping<DocumentTable, Pending<DocumentKey, Document?>>[] tables)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var queries = new NpgsqlBatch(connection);
        foreach (var table in tables)
            queries.BatchCommands.Add(Query(table.Key, [.. table.Select(read => read.Entry.Id).Distinct()]));

        var found = new Dictionary<DocumentKey, Document>();
        await using var rows = await queries.ExecuteReaderAsync();
        foreach (var table in tables)
        {
            while (await rows.ReadAsync())
                found[new(table.Key, rows.GetGuid(0))] = new(rows.GetInt64(1), rows.GetFieldValue<byte[]>(2));

            await rows.NextResultAsync();
        }

        return found;
    }

    private static NpgsqlBatchCommand Query(DocumentTable table, Guid[] ids) => new(table.Select)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
        },
    };
}

/// <summary>Which document.</summary>
internal readonly record struct DocumentKey(DocumentTable Table, Guid Id);

/// <summary>A document as it is stored.</summary>
internal sealed record Document(long Version, byte[] State);
