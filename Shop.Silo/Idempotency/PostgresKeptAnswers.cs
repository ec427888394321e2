using Dapper;
using Npgsql;

namespace Shop.Idempotency;

/// <inheritdoc cref="IKeptAnswers"/>
/// <remarks>A grain that still has such a row in memory finds its write refused and reads again.</remarks>
internal sealed class PostgresKeptAnswers(NpgsqlDataSource database) : IKeptAnswers
{
    public async Task Forget(Guid caller)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("delete from idempotency_keys where caller = @caller", new { caller });
    }
}
