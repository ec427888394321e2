using Dapper;
using Npgsql;

namespace Shop.Bench.Cases;

/// <summary>
/// Rows by the million, in little time: two connections write, triggers rest, and indexes are built when all rows are
/// there.
/// </summary>
internal static class ManyRows
{
    private const int Parts = 2;
    private const int Patience = 300;

    /// <summary>A key is built as an index and made the key in the end: built as a key it locks its table.</summary>
    private const string IndexesSql = """
        select pg_get_indexdef(index.indexrelid) as Sql,
               case when key.oid is null then format('drop index %s', index.indexrelid::regclass)
                    else format('alter table %s drop constraint %I', index.indrelid::regclass, key.conname)
               end as DropSql,
               case when key.oid is not null
                    then format('alter table %1$s add constraint %2$I primary key using index %2$I',
                                index.indrelid::regclass, key.conname)
               end as KeySql
        from   pg_index index
        left   join pg_constraint key on key.conindid = index.indexrelid and key.contype = 'p'
        where  index.indrelid = any (@tables::regclass[])
        """;

    /// <param name="database">Its user must be allowed to let triggers rest.</param>
    /// <param name="tables">Those that get the most rows, or have the most indexes.</param>
    /// <param name="script">Writes those rows from <c>@first</c> to <c>@last</c> that are <c>@part</c> of them.</param>
    /// <param name="values">What else the script asks for.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task Write(
        NpgsqlDataSource database, string[] tables, string script, Dictionary<string, object> values,
        CancellationToken stop)
    {
        var indexes = await TakeIndexes(database, tables, stop);
        var sql = await SqlFile.Read(script, stop);
        await Task.WhenAll(Enumerable.Range(0, Parts).Select(part => Execute(
            database, $"set local session_replication_role = replica; {sql}",
            new(values) { ["parts"] = Parts, ["part"] = part }, stop)));

        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = stop };
        await Parallel.ForEachAsync(indexes, atOnce, async (index, cancel) => await Execute(
            database, $"set local maintenance_work_mem = '256MB'; {index.Sql}", [], cancel));
        foreach (var index in indexes.Where(index => index.KeySql is not null))
            await Execute(database, index.KeySql!, [], stop);
    }

    /// <summary>As one transaction.</summary>
    public static async Task Execute(
        NpgsqlDataSource database, string sql, Dictionary<string, object> values, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var all = await connection.BeginTransactionAsync(stop);
        await connection.ExecuteAsync(new CommandDefinition(
            sql, values, all, commandTimeout: Patience, cancellationToken: stop));
        await all.CommitAsync(stop);
    }

    private static async Task<IReadOnlyList<Index>> TakeIndexes(
        NpgsqlDataSource database, string[] tables, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var indexes = (await connection.QueryAsync<Index>(IndexesSql, new { tables })).AsList();
        foreach (var index in indexes)
            await connection.ExecuteAsync(index.DropSql);

        return indexes;
    }

    /// <param name="Sql">Builds it.</param>
    /// <param name="DropSql">Drops it, and the key that it is.</param>
    /// <param name="KeySql">Makes it the key; null when it is an index and no more.</param>
    private sealed record Index(string Sql, string DropSql, string? KeySql);
}
