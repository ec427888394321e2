using System.Globalization;
using System.Text;
using Dapper;
using Npgsql;

namespace Shop.Bench.Measuring;

/// <summary>Which SQL PostgreSQL spent its time on, as <c>pg_stat_statements</c> counts it.</summary>
internal static class Statements
{
    /// <summary>To be loaded when PostgreSQL starts.</summary>
    public const string Library = "pg_stat_statements";

    private const int Most = 12;
    private const int Width = 100;

    private const string TopSql = """
        select   datname as Database, calls as Calls, total_exec_time as Total, query as Query
        from     pg_stat_statements s join pg_database on pg_database.oid = s.dbid
        order by total_exec_time desc
        limit    @Most
        """;

    /// <summary>From here on it is counted anew.</summary>
    public static async Task Forget(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await connection.ExecuteAsync($"create extension if not exists {Library}");
        await connection.ExecuteAsync("select pg_stat_statements_reset()");
    }

    /// <summary>Those that took the most, of all databases of the server.</summary>
    public static async Task<string> Top(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var text = new StringBuilder("  total ms    calls  ms each  database  statement\n");
        foreach (var one in await connection.QueryAsync<Statement>(TopSql, new { Most }))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {one.Total,8:N0} {one.Calls,8:N0} {one.Each,8:N3}  {one.Database,-8}  {Line(one.Query)}");
        }

        return text.ToString();
    }

    /// <summary>As much of it as fits into a line.</summary>
    internal static string Line(string query)
    {
        var words = string.Join(' ', query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length > Width ? words[..Width] + "…" : words;
    }

    private sealed record Statement(string Database, long Calls, double Total, string Query)
    {
        public double Each => Total / Calls;
    }
}
