using Npgsql;
using Shop.Storage;

namespace Shop.Testing;

/// <summary>
/// A database of its own with the shop's schema, empty, gone after use. As <c>IClassFixture&lt;TestDatabase&gt;</c>
/// each test class gets one; a test that breaks its database asks for another with <see cref="Create"/>.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private NpgsqlDataSource? source;
    private string? connection;

    /// <summary>For whoever opens connections by itself, as a whole shop does.</summary>
    public string ConnectionString => connection ?? throw NotYet();

    public NpgsqlDataSource Source => source ?? throw NotYet();

    public static async Task<TestDatabase> Create()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        return database;
    }

    /// <summary>Without the schema.</summary>
    public static async Task<TestDatabase> CreateEmpty()
    {
        var server = await TestServer.Shared;
        var database = new TestDatabase();
        database.Open(await server.CreateEmpty());
        return database;
    }

    public async Task InitializeAsync()
    {
        var server = await TestServer.Shared;
        Open(await server.CopyTemplate());
    }

    public async Task DisposeAsync()
    {
        var server = await TestServer.Shared;
        await Source.DisposeAsync();
        await server.Drop(ConnectionString);
    }

    /// <summary>Runs a statement whose result nobody wants.</summary>
    public async Task Run(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> Value<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private void Open(string connectionString)
    {
        connection = StorageServices.WithDefaults(connectionString);
        source = NpgsqlDataSource.Create(connection);
    }

    private static InvalidOperationException NotYet() => new("The database is made by InitializeAsync.");
}
