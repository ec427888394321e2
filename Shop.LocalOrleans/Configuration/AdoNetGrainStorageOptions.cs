using System.Data.Common;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>Where states are kept: give a connection string or a data source, not both.</summary>
public class AdoNetGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <summary>Only "Npgsql" works here.</summary>
    public string Invariant { get; set; } = "Npgsql";

    public string? ConnectionString { get; set; }

    public DbDataSource? DataSource { get; set; }

    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;

    /// <summary>Whether clearing a state deletes its row, instead of emptying it.</summary>
    public bool DeleteStateOnClear { get; set; }
}

/// <summary>Where reminders are kept.</summary>
public class AdoNetReminderTableOptions
{
    /// <summary>Only "Npgsql" works here.</summary>
    public string Invariant { get; set; } = "Npgsql";

    public string? ConnectionString { get; set; }

    public DbDataSource? DataSource { get; set; }
}

/// <summary>States that live as long as the process.</summary>
public class MemoryGrainStorageOptions : IStorageProviderSerializerOptions
{
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
