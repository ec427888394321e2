using Npgsql;
using Shop.Hosting;

namespace Shop.LocalOrleans.Hosts;

/// <summary>A database with Orleans' tables, on a PostgreSQL that the tests of this process share.</summary>
internal sealed class TestDatabase
{
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

    /// <summary>The server that SHOP_TEST_DATABASE_URL names, else one of our own, which ends with the process.</summary>
    private static async Task<string> StartServer()
    {
        if (Environment.GetEnvironmentVariable("SHOP_TEST_DATABASE_URL") is { Length: > 0 } given)
            return given;

        var folder = Directory.CreateTempSubdirectory("shop-tests-").FullName;
        var server = await PrivatePostgres.Start(folder, _ => { }, CancellationToken.None, throwAway: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server.ConnectionString;
    }
}
