using System.Data.Common;
using Npgsql;
using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>Opens the database that options name.</summary>
internal static class Databases
{
    /// <summary>Statements are few and run often: prepared, they are half as dear (two uses are enough to tell).</summary>
    private const int MostPrepared = 32;

    public static NpgsqlDataSource Open(string invariant, string? connectionString, DbDataSource? dataSource)
    {
        if (invariant != "Npgsql")
            throw new OrleansConfigurationException($"This host knows PostgreSQL (\"Npgsql\") only, not \"{invariant}\".");
        if (string.IsNullOrWhiteSpace(connectionString) == dataSource is null)
            throw new OrleansConfigurationException("Give either a connection string or a data source.");
        if (dataSource is not null)
            return dataSource as NpgsqlDataSource ?? throw new OrleansConfigurationException("Give an NpgsqlDataSource.");

        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (MostPrepared, 2);
        return NpgsqlDataSource.Create(settings);
    }
}
