using System.Data;
using Npgsql;

namespace Shop.Storage;

/// <summary>Brings a database to the schema that this version carries. Forward only.</summary>
/// <remarks>
/// Any number of nodes may start at once: a lock of the database lets one apply while the others wait and then find
/// nothing left to do. A node that dies midway leaves whole files behind, never half of one.
/// </remarks>
internal static class Migrations
{
    /// <summary>Names our advisory lock among those of the database. Arbitrary, but it must not change.</summary>
    private const long Lock = 0x53_48_4F_50;

    private const string Record = """
        create table if not exists schema_migrations
        (
            name       text        not null primary key,
            checksum   text        not null,
            applied_at timestamptz not null default now()
        )
        """;

    /// <summary>Applies what is missing and answers with the names of the files it applied.</summary>
    /// <exception cref="SchemaException">A file that was applied has changed since, or a file failed.</exception>
    public static Task<IReadOnlyList<string>> Apply(NpgsqlDataSource database, CancellationToken stop) =>
        Apply(database, SchemaFile.All, stop);

    /// <inheritdoc cref="Apply(NpgsqlDataSource, CancellationToken)"/>
    public static async Task<IReadOnlyList<string>> Apply(
        NpgsqlDataSource database, IReadOnlyList<SchemaFile> files, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await Run(connection, $"select pg_advisory_lock({Lock})", stop);
        try
        {
            return await ApplyMissing(connection, files, stop);
        }
        finally
        {
            // A pooled connection would hold the lock until somebody uses it again.
            if (connection.State is ConnectionState.Open)
                await Run(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<string>> ApplyMissing(
        NpgsqlConnection connection, IReadOnlyList<SchemaFile> files, CancellationToken stop)
    {
        await Run(connection, Record, stop);
        var applied = await Applied(connection, stop);
        RefuseChanged(files, applied);
        var missing = files.Where(file => !applied.ContainsKey(file.Name)).ToList();
        foreach (var file in missing)
            await Apply(connection, file, stop);

        return [.. missing.Select(file => file.Name)];
    }

    private static void RefuseChanged(IReadOnlyList<SchemaFile> files, Dictionary<string, string> applied)
    {
        foreach (var file in files)
        {
            if (applied.TryGetValue(file.Name, out var checksum) && checksum != file.Checksum)
            {
                throw new SchemaException(
                    $"Schema file {file.Name} was changed after it was applied to this database. "
                    + "Restore it and put the change into a new file.");
            }
        }
    }

    private static async Task Apply(NpgsqlConnection connection, SchemaFile file, CancellationToken stop)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
            await Run(connection, file.Sql, stop);
            await using var record = new NpgsqlCommand(
                "insert into schema_migrations (name, checksum) values ($1, $2)", connection)
            {
                Parameters = { new() { Value = file.Name }, new() { Value = file.Checksum } },
            };
            await record.ExecuteNonQueryAsync(stop);
            await transaction.CommitAsync(stop);
        }
        catch (PostgresException refused)
        {
            throw new SchemaException($"Schema file {file.Name} failed: {refused.MessageText}", refused);
        }
    }

    private static async Task<Dictionary<string, string>> Applied(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var query = new NpgsqlCommand("select name, checksum from schema_migrations", connection);
        await using var rows = await query.ExecuteReaderAsync(stop);
        var applied = new Dictionary<string, string>();
        while (await rows.ReadAsync(stop))
            applied.Add(rows.GetString(0), rows.GetString(1));

        return applied;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
