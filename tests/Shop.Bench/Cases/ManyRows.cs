using Dapper;
using Npgsql;

namespace Shop.Bench.Cases;

/// <summary>
/// Rows by the million, in little time: two connections write, triggers rest, and indexes that are no rule are built
/// when all rows are there.
/// </summary>
internal static class ManyRows
{
    private const int Parts = 2;
    private const int Patience = 300;

    private const string IndexesSql = """
        select indexname as Name, indexdef as Sql
        from   pg_indexes
        where  schemaname = 'public' and tablename = @table and indexdef !~* 'create unique'
        """;

    /// <param name="database">Its user must be allowed to let triggers rest.</param>
    /// <param name="table">The one with the most indexes.</param>
    /// <param name="script">Writes those rows from <c>@first</c> to <c>@last</c> that are <c>@part</c> of them.</param>
    /// <param name="values">What else the script asks for.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task Write(
        NpgsqlDataSource database, string table, string script, Dictionary<string, object> values,
        CancellationToken stop)
    {
        var indexes = await TakeIndexes(database, table, stop);
        var sql = await SqlFile.Read(script, stop);
        await Task.WhenAll(Enumerable.Range(0, Parts).Select(part => Execute(
            database, $"set local session_replication_role = replica; {sql}",
            new(values) { ["parts"] = Parts, ["part"] = part }, stop)));

        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Parts, CancellationToken = stop };
        await Parallel.ForEachAsync(indexes, atOnce, async (index, cancel) => await Execute(
            database, $"set local maintenance_work_mem = '256MB'; {index.Sql}", [], cancel));
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
        NpgsqlDataSource database, string table, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var indexes = (await connection.QueryAsync<Index>(IndexesSql, new { table })).AsList();
        foreach (var index in indexes)
            await connection.ExecuteAsync($"drop index {index.Name}");

        return indexes;
    }

    private sealed record Index(string Name, string Sql);
}
