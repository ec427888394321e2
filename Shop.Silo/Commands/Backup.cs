using System.Formats.Tar;
using Npgsql;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary>
/// A whole shop in one file: the database as <c>pg_dump</c> writes it, and the data folder's files beside it, which are
/// secrets, pictures and mail.
/// </summary>
/// <remarks>
/// The database is read in one snapshot, so it is whole whatever goes on meanwhile. The files are read after it: a
/// picture is stored before a row names it, so every file that the snapshot names is there.
/// </remarks>
internal static class Backup
{
    private const string DumpName = "database.dump";
    private const string FilesName = "files";

    /// <summary>What belongs to this machine, or to the moment.</summary>
    private static readonly string[] LeftOut = ["postgres", "shop.lock", "address"];

    /// <summary>Writes all of the file or none of it. The shop may run meanwhile.</summary>
    public static async Task Write(string file, DataFolder data, string connectionString, CancellationToken stop)
    {
        var work = Directory.CreateDirectory($"{file}.new", PrivateFolder).FullName;
        try
        {
            var dump = Path.Combine(work, DumpName);
            await Run("pg_dump", connectionString, ["--format=custom", "--no-owner", "--no-acl", "-f", dump], stop);
            Copy(data.Path, Path.Combine(work, FilesName));
            await TarFile.CreateFromDirectoryAsync(work, $"{file}.part", includeBaseDirectory: false, stop);
            File.SetUnixFileMode($"{file}.part", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move($"{file}.part", file);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
            File.Delete($"{file}.part");
        }
    }

    /// <summary>
    /// Puts it all back, into a folder and a database that hold no shop. The database comes last and in one
    /// transaction, so a restore that was cut short is begun again.
    /// </summary>
    /// <exception cref="CannotStartException">There is a shop already, or the file is no backup.</exception>
    public static async Task Restore(string file, DataFolder data, string connectionString, CancellationToken stop)
    {
        if (await HoldsShop(connectionString, stop))
        {
            throw new CannotStartException(
                $"There is a shop in this database already: restore into another folder ({data.Path} holds it), "
                + "or into an empty database.");
        }

        var work = Directory.CreateTempSubdirectory("shop-restore-").FullName;
        try
        {
            await Unpack(file, work, stop);
            Copy(Path.Combine(work, FilesName), data.Path);
            await Run(
                "pg_restore", connectionString,
                ["--no-owner", "--no-acl", "--no-comments", "--exit-on-error", "--single-transaction",
                    $"--dbname={new NpgsqlConnectionStringBuilder(connectionString).Database}",
                    Path.Combine(work, DumpName)],
                stop);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static UnixFileMode PrivateFolder =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static async Task Unpack(string file, string folder, CancellationToken stop)
    {
        try
        {
            await TarFile.ExtractToDirectoryAsync(file, folder, overwriteFiles: false, stop);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new CannotStartException($"{file} is no backup of a shop: {broken.Message}", broken);
        }

        if (!File.Exists(Path.Combine(folder, DumpName)))
            throw new CannotStartException($"{file} is no backup of a shop: it holds no {DumpName}.");
    }

    /// <summary>What is there already stays, when it says the same.</summary>
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(one => !IsLeftOut(one.Name)))
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo)
                Copy(entry.FullName, target);
            else if (!File.Exists(target))
                File.Copy(entry.FullName, target);
            else if (!File.ReadAllBytes(target).AsSpan().SequenceEqual(File.ReadAllBytes(entry.FullName)))
                throw new CannotStartException($"{target} is there already and differs: restore into an empty folder.");
        }
    }

    private static bool IsLeftOut(string name) =>
        LeftOut.Contains(name) || name.EndsWith(".new", StringComparison.Ordinal);

    private static async Task<bool> HoldsShop(string connectionString, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var query = source.CreateCommand("select to_regclass('schema_migrations') is not null");
        return (bool)(await query.ExecuteScalarAsync(stop))!;
    }

    private static async Task Run(
        string program, string connectionString, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var binaries = await PostgresClient(program, connectionString, stop);
        var done = await ExternalCommand.Run([binaries, .. arguments], stop, Address(connectionString));
        if (!done.Succeeded)
            throw new CannotStartException($"{program} failed: {done.LastLine}");
    }

    /// <summary>One as new as the server, since an older one refuses it.</summary>
    private static async Task<string> PostgresClient(string program, string connectionString, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(stop);
        var server = connection.PostgreSqlVersion.Major;
        var fit = (await PostgresBinaries.Find(stop))
            .Where(found => found.Major >= server && File.Exists(found[program])).MinBy(found => found.Major);
        return fit?[program] ?? throw new CannotStartException(
            $"{program} of PostgreSQL {server} is not on this machine: install 'postgresql-{server}'.");
    }

    /// <summary>In the environment, because the arguments of a program can be read by everybody.</summary>
    private static Dictionary<string, string?> Address(string connectionString)
    {
        var at = new NpgsqlConnectionStringBuilder(connectionString);
        return new()
        {
            ["PGHOST"] = at.Host,
            ["PGPORT"] = $"{at.Port}",
            ["PGUSER"] = at.Username,
            ["PGPASSWORD"] = at.Password,
            ["PGDATABASE"] = at.Database,
            ["PGSSLMODE"] = at.SslMode.ToString() switch
            {
                "VerifyCA" => "verify-ca",
                "VerifyFull" => "verify-full",
                var mode => mode.ToLowerInvariant(),
            },
        };
    }
}
