using Dapper;
using Npgsql;

namespace Shop.Accounts;

/// <inheritdoc cref="IUserDirectory"/>
internal sealed class UserDirectory(NpgsqlDataSource database) : IUserDirectory
{
    private const string Sql = "select id from users where email = @email";

    public async Task<Guid?> WithEmail(string email)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QuerySingleOrDefaultAsync<Guid?>(Sql, new { email });
    }
}
