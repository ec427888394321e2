using Dapper;
using Npgsql;

namespace Shop.Admin;

/// <inheritdoc cref="IAuditLog"/>
internal sealed class PostgresAuditLog(NpgsqlDataSource database) : IAuditLog
{
    private const string Sql = """
        insert into audit_log (id, at, actor, role, action, subject, outcome, address, trace)
        values (@Id, @At, @Actor, @Role, @Action, @Subject, @Outcome, @Address, @Trace)
        on conflict (id) do nothing
        """;

    public async Task Add(AuditEntry entry)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(Sql, entry);
    }
}
