using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Opens the databases that options name, each once, and closes them at the end.</summary>
internal sealed class Databases : IAsyncDisposable
{
    /// <summary>Statements are few and run often, so preparing them pays. Two uses are enough to tell.</summary>
    private const int MostPrepared = 32;

    private readonly ConcurrentDictionary<string, NpgsqlDataSource> opened = new();

    /// <exception cref="OrleansConfigurationException">The options do not name one PostgreSQL database.</exception>
    public NpgsqlDataSource Open(string invariant, string? connectionString, DbDataSource? dataSource)
    {
        if (invariant != "Npgsql")
            throw new OrleansConfigurationException($"This host knows \"Npgsql\" only, not \"{invariant}\".");
        if (string.IsNullOrWhiteSpace(connectionString) == dataSource is null)
            throw new OrleansConfigurationException("Give either a connection string or a data source.");
        if (connectionString is { Length: > 0 })
            return opened.GetOrAdd(connectionString, Open);

        return dataSource as NpgsqlDataSource ?? throw new OrleansConfigurationException("Give an NpgsqlDataSource.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in opened.Values)
            await database.DisposeAsync();
    }

    private static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (MostPrepared, 2);
        return NpgsqlDataSource.Create(settings);
    }
}
