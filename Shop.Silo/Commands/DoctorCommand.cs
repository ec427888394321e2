using System.CommandLine;
using System.Runtime.InteropServices;
using Npgsql;
using Shop.Hosting;
using Shop.Storage;

namespace Shop.Commands;

/// <summary><c>shop doctor</c>: what is there and what is missing. It starts nothing and changes nothing.</summary>
internal static class DoctorCommand
{
    private const long Gigabyte = 1L << 30;

    public static Command Create()
    {
        var command = new Command("doctor", "Say what is there and what is missing.")
        {
            CommonOptions.Port, CommonOptions.Data,
        };
        command.SetAction((line, stop) => Run(CommonOptions.Read(line), stop));
        return command;
    }

    private static async Task<int> Run(ShopSettings settings, CancellationToken stop)
    {
        Finding[] findings =
        [
            new(true, ".NET", RuntimeInformation.FrameworkDescription),
            new(true, "Grains run on", $"{GrainHost.EngineName}{Why()}"),
            await Postgres(settings, stop),
            await Database(settings, stop),
            Port(settings),
            Disk(settings),
            new(true, "Settings", SettingsInUse(settings)),
        ];
        foreach (var finding in findings)
            Console.WriteLine($"  {(finding.IsWell ? "ok" : "NO"),-4} {finding.What,-14} {finding.Words}");

        return findings.All(finding => finding.IsWell) ? 0 : 1;
    }

    private static string Why() =>
        Environment.GetEnvironmentVariable("SHOP_GRAIN_HOST_REASON") is { Length: > 0 } reason ? $": {reason}" : "";

    private static async Task<Finding> Postgres(ShopSettings settings, CancellationToken stop)
    {
        if (settings.Database.ConnectionString is not null)
            return new(true, "PostgreSQL", "SHOP_DATABASE_URL names one");

        var found = await PostgresBinaries.Find(stop);
        if (found is [var first, ..])
            return new(true, "PostgreSQL", $"{first.Major} in {first.Folder}");

        var docker = await ExternalCommand.Run(["docker", "info"], stop);
        return docker.Succeeded
            ? new(true, "PostgreSQL", "not on this machine; Docker can run it")
            : new(false, "PostgreSQL", "not on this machine, and no Docker: 'apt-get install postgresql'");
    }

    /// <summary>A private database that is down is well: the next start brings it up.</summary>
    private static async Task<Finding> Database(ShopSettings settings, CancellationToken stop)
    {
        var connectionString = settings.Database.ConnectionString ?? PrivatePostgres.RunningIn(settings.Data.Postgres);
        if (connectionString is null)
            return new(true, "Database", $"not running; its folder is {settings.Data.Postgres}");

        try
        {
            await using var database = NpgsqlDataSource.Create(connectionString);
            await using var applied = database.CreateCommand("select count(*) from schema_migrations");
            var count = (long)(await applied.ExecuteScalarAsync(stop))!;
            return new(true, "Database", $"answers; {count} of {SchemaFile.All.Count} schema files are applied");
        }
        catch (PostgresException empty) when (empty.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return new(true, "Database", "answers, and is empty");
        }
        catch (NpgsqlException away)
        {
            return new(false, "Database", $"does not answer: {away.Message}");
        }
    }

    private static Finding Port(ShopSettings settings) =>
        settings.Data.RunningShop() is { } url ? new(true, "Shop", $"runs at {url}")
        : FreePort.Is(settings.Web.Listen, settings.Web.Port) ? new(true, "Port", $"{settings.Web.Port} is free")
        : new(false, "Port", $"{settings.Web.Port} is taken: choose another with --port");

    private static Finding Disk(ShopSettings settings)
    {
        var folder = settings.Data.Path;
        while (!Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder)!;

        var free = new DriveInfo(folder).AvailableFreeSpace;
        return new(free > Gigabyte, "Disk", $"{free / Gigabyte:N0} GB free at {settings.Data.Path}");
    }

    /// <summary>Their names only: values may be secret.</summary>
    private static string SettingsInUse(ShopSettings settings)
    {
        var names = settings.Source.AsEnumerable()
            .Select(setting => setting.Key)
            .Where(name => name.StartsWith("SHOP_", StringComparison.Ordinal) && name != "SHOP_GRAIN_HOST_REASON")
            .Order(StringComparer.Ordinal);
        return string.Join(", ", names.DefaultIfEmpty("none is set"));
    }

    private sealed record Finding(bool IsWell, string What, string Words);
}
