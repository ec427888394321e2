using Npgsql;
using Shop.Hosting;
using Shop.Testing;

namespace Shop.LocalOrleans.Hosts;

/// <summary>A database with Orleans' tables, on a PostgreSQL that the tests of this process share.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private const string ServerSetting = "SHOP_TEST_DATABASE_URL";

    private static readonly Lazy<Task<string>> Server = new(StartServer);

    private TestDatabase(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public static async Task<TestDatabase> Create()
    {
        var server = await Server.Value;
        var name = $"host_{Guid.CreateVersion7():N}";
        await Execute(server, $"create database {name}");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 8 }.ToString();
        await Execute(connection, Schema());
        return new TestDatabase(connection);
    }

    public async ValueTask DisposeAsync()
    {
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database;
        await Execute(await Server.Value, $"drop database {name} with (force)");
    }

    public Task Execute(string sql) => Execute(ConnectionString, sql);

    public async Task<T> Scalar<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Keeps states and reminders of a silo here.</summary>
    public void Serve(ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorage("database", options =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = ConnectionString;
            options.GrainStorageSerializer = new JsonOfTests();
        });
        silo.UseAdoNetReminderService(options =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = ConnectionString;
        });
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Schema()
    {
        using var file = new StreamReader(typeof(TestDatabase).Assembly.GetManifestResourceStream("orleans.sql")!);
        return file.ReadToEnd();
    }

    /// <summary>The server that the setting names, else one of our own, which ends with the process.</summary>
    private static async Task<string> StartServer() =>
        Environment.GetEnvironmentVariable(ServerSetting) is { Length: > 0 } named
            ? PostgresAddress.Parse(named, ServerSetting)
            : await ThrowAwayCluster.Start();
}
