using Npgsql;
using Shop.Hosting;
using Shop.Storage;

namespace Shop.Testing;

/// <summary>
/// The PostgreSQL of this test process: the one that <c>SHOP_TEST_DATABASE_URL</c> names, else a throw-away cluster
/// which ends with the process, however that ends.
/// </summary>
/// <remarks>
/// On a server that stays, a run that was killed leaves databases behind. Each run holds a lock in its name while it
/// lives, so the next one can tell whose databases nobody needs any more.
/// </remarks>
internal sealed class TestServer
{
    private const string Setting = "SHOP_TEST_DATABASE_URL";

    private static readonly Lazy<Task<TestServer>> Started = new(Start);

    private readonly string connectionString;
    private readonly NpgsqlConnection session;
    private readonly string run = Guid.CreateVersion7().ToString("N");
    private int made;

    private TestServer(string connectionString)
    {
        this.connectionString = connectionString;
        session = new(connectionString + ";Pooling=false;Keepalive=30");
    }

    public static Task<TestServer> Shared => Started.Value;

    private string Template => $"shop_test_{run}_template";

    /// <summary>Makes a database with the schema in it: a copy of files, much cheaper than migrating.</summary>
    public Task<string> CopyTemplate() => CreateFrom(Template);

    public Task<string> CreateEmpty() => CreateFrom("template1");

    public Task Drop(string connectionString) =>
        Run(DropText(new NpgsqlConnectionStringBuilder(connectionString).Database!));

    private static async Task<TestServer> Start()
    {
        if (Environment.GetEnvironmentVariable(Setting) is not { Length: > 0 } named)
            return await Prepare(await ThrowAwayCluster.Start());

        var server = await Prepare(PostgresAddress.Parse(named, Setting));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DropTemplate();
        return server;
    }

    private static async Task<TestServer> Prepare(string connectionString)
    {
        var server = new TestServer(connectionString);
        await server.BeginRun();
        await server.Run($"create database {server.Template}");
        await using var template = NpgsqlDataSource.Create(server.To(server.Template) + ";Pooling=false");
        await Migrations.Apply(template, CancellationToken.None);
        return server;
    }

    private async Task BeginRun()
    {
        await session.OpenAsync();
        await using var hold = new NpgsqlCommand($"select pg_advisory_lock(hashtext('{run}'))", session);
        await hold.ExecuteNonQueryAsync();
        await using var orphans = new NpgsqlCommand("""
            select coalesce(array_agg(datname), '{}')
            from   pg_database
            where  datname like 'shop\_test\_%' and pg_try_advisory_lock_shared(hashtext(split_part(datname, '_', 3)))
            """, session);
        foreach (var orphan in (string[])(await orphans.ExecuteScalarAsync())!)
            await Run(DropText(orphan));
    }

    private async Task<string> CreateFrom(string template)
    {
        var name = $"shop_test_{run}_{Interlocked.Increment(ref made)}";
        await Run($"create database {name} template {template}");
        return To(name);
    }

    private string To(string database) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Database = database,
        MaxPoolSize = 16,
    }.ConnectionString;

    private async Task Run(string sql)
    {
        await using var server = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <remarks>The runner gives a process little time to end, hence the connection that is open already.</remarks>
    private void DropTemplate()
    {
        using var drop = new NpgsqlCommand(DropText(Template), session);
        drop.ExecuteNonQuery();
    }

    private static string DropText(string database) => $"drop database if exists {database} with (force)";
}
