using Dapper;
using Npgsql;

namespace Shop;

internal static class CountedRows
{
    /// <summary>What a query answers that counts all rows first and then selects some of them.</summary>
    public static async Task<(long Count, IEnumerable<T> Rows)> Counted<T>(
        this NpgsqlDataSource database, CommandDefinition query)
    {
        await using var connection = await database.OpenConnectionAsync(query.CancellationToken);
        await using var both = await connection.QueryMultipleAsync(query);
        return (await both.ReadSingleAsync<long>(), await both.ReadAsync<T>());
    }
}
