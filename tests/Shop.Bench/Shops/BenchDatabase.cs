using Npgsql;
using Shop.Bench.Measuring;
using Shop.Hosting;

namespace Shop.Bench.Shops;

/// <summary>A PostgreSQL that keeps what it acknowledged, for shop and rivals alike, until the bench is over.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    /// <summary>The most clients that pgbench comes with, and room for the others.</summary>
    private const int Connections = 1_100;

    private readonly PrivatePostgres postgres;
    private readonly string folder;

    private BenchDatabase(PrivatePostgres postgres, string folder) => (this.postgres, this.folder) = (postgres, folder);

    public string ConnectionString => postgres.ConnectionString;

    /// <summary>Where PostgreSQL has its files.</summary>
    public string Files => PrivatePostgresFolder.TryRead(folder)!.Home;

    /// <param name="folder">A new one, of its own.</param>
    /// <param name="statements">Whether it counts what each statement takes.</param>
    /// <param name="stop">Ends the start.</param>
    public static async Task<BenchDatabase> Start(string folder, bool statements, CancellationToken stop)
    {
        if (await PostgresBinaries.Find(stop) is [])
            await PostgresInstall.Try(Console.Error.WriteLine, stop);

        await using (var first = await PrivatePostgres.Start(folder, Console.Error.WriteLine, stop))
        await using (var source = NpgsqlDataSource.Create(first.ConnectionString + ";Pooling=false"))
        {
            await Set(source, "max_connections", $"{Connections}", stop);
            if (statements)
                await Set(source, "shared_preload_libraries", Statements.Library, stop);
        }

        return new(await PrivatePostgres.Start(folder, Console.Error.WriteLine, stop), folder);
    }

    /// <summary>A folder of its own for whoever needs one; it goes when the database goes.</summary>
    public string Folder(string name) => Path.Combine(Path.GetDirectoryName(folder)!, name);

    /// <returns>How to reach a new database.</returns>
    public async Task<string> Create(string name, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
        await using var create = source.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync(stop);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        var files = PrivatePostgresFolder.TryRead(folder);
        await postgres.DisposeAsync();
        files?.Delete();
    }

    /// <summary>For the next start.</summary>
    private static async Task Set(NpgsqlDataSource source, string name, string value, CancellationToken stop)
    {
        await using var set = source.CreateCommand($"alter system set {name} = '{value}'");
        await set.ExecuteNonQueryAsync(stop);
    }
}
