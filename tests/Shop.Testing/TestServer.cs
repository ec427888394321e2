using Npgsql;
using Shop.Storage;

namespace Shop.Testing;

/// <summary>
/// The PostgreSQL of this test process: the one that <c>SHOP_TEST_DATABASE_URL</c> names, else a throw-away cluster
/// which ends with the process, however that ends.
/// </summary>
internal sealed class TestServer
{
    private static readonly Lazy<Task<TestServer>> s_shared = new(Start);

    private readonly string _connectionString;
    private readonly string _prefix = $"shop_test_{Environment.ProcessId}_{Guid.CreateVersion7().ToString("N")[20..]}";
    private int _made;

    private TestServer(string connectionString) => _connectionString = connectionString;

    public static Task<TestServer> Shared => s_shared.Value;

    private string Template => $"{_prefix}_template";

    /// <summary>Makes a database with the schema in it, which is a copy of files and so much cheaper than migrating.</summary>
    public Task<string> CopyTemplate() => CreateFrom(Template);

    public Task<string> CreateEmpty() => CreateFrom("template1");

    public Task Drop(string connectionString) => Run(DropText(new NpgsqlConnectionStringBuilder(connectionString).Database!));

    private static async Task<TestServer> Start()
    {
        var named = Environment.GetEnvironmentVariable("SHOP_TEST_DATABASE_URL");
        var server = new TestServer(string.IsNullOrEmpty(named) ? await ThrowAwayCluster.Start() : named);
        await server.MakeTemplate();
        if (!string.IsNullOrEmpty(named))
            AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DropTemplate();

        return server;
    }

    private async Task<string> CreateFrom(string template)
    {
        var name = $"{_prefix}_{Interlocked.Increment(ref _made)}";
        await Run($"create database {name} template {template}");
        return To(name);
    }

    private async Task MakeTemplate()
    {
        await Run($"create database {Template}");
        await using var template = NpgsqlDataSource.Create(To(Template) + ";Pooling=false");
        await Migrations.Apply(template, CancellationToken.None);
    }

    private string To(string database) => new NpgsqlConnectionStringBuilder(_connectionString)
    {
        Database = database,
        MaxPoolSize = 16,
    }.ConnectionString;

    private async Task Run(string sql)
    {
        await using var server = NpgsqlDataSource.Create(_connectionString + ";Pooling=false");
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private void DropTemplate()
    {
        using var server = NpgsqlDataSource.Create(_connectionString + ";Pooling=false");
        using var command = server.CreateCommand(DropText(Template));
        command.ExecuteNonQuery();
    }

    private static string DropText(string database) => $"drop database if exists {database} with (force)";
}
