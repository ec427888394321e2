using Npgsql;

namespace Shop.Hosting;

/// <summary>A PostgreSQL of our own in a folder, reached on 127.0.0.1 only.</summary>
/// <remarks>
/// It outlives a shop that is killed, and the next one finds it running. Whoever uses it holds a shared lock on the
/// folder; the last to leave stops it. It runs in a session of its own, so Ctrl-C in the terminal does not reach it.
/// </remarks>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    public const string DatabaseName = "shop";

    private const string UserName = "shop";

    private readonly PostgresServer cluster;
    private readonly FileStream hold;
    private readonly bool forgettable;

    private PrivatePostgres(PostgresServer server, FileStream use, bool throwAway) =>
        (cluster, hold, forgettable) = (server, use, throwAway);

    /// <summary>Of the database <c>shop</c>, as a user who may create others.</summary>
    public string ConnectionString => Connection(cluster.Folder, DatabaseName);

    /// <summary>The version of the server, as 15.</summary>
    public int Major => cluster.Binaries.Major;

    /// <summary>Whether the folder holds the address of a private cluster, running or not.</summary>
    public static bool IsIn(string path) => PrivatePostgresFolder.IsIn(path);

    /// <summary>How to reach the cluster of this folder, if it runs now; nothing is started.</summary>
    public static string? RunningIn(string path) =>
        PrivatePostgresFolder.TryRead(System.IO.Path.GetFullPath(path)) is { } folder && Postmaster.Runs(folder.Cluster)
            ? Connection(folder, DatabaseName)
            : null;

    /// <summary>
    /// Makes the cluster if there is none, starts it if it is down, and answers when it takes connections.
    /// </summary>
    /// <param name="path">The folder that is all its own; it is made when it is missing.</param>
    /// <param name="progress">Told what takes a while.</param>
    /// <param name="cancel">Stops what was started.</param>
    /// <param name="throwAway">For tests: nothing is forced to disk, and the folder is deleted in the end.</param>
    /// <exception cref="CannotStartException">With the one line to show.</exception>
    public static async Task<PrivatePostgres> Start(
        string path, Action<string> progress, CancellationToken cancel, bool throwAway = false)
    {
        path = System.IO.Path.GetFullPath(path);
        MakeFolder(path);
        using var turn = await FolderLock.Alone(TurnFile(path), cancel);
        var user = await PostgresUser.Choose(cancel);
        var folder = await PrivatePostgresFolder.Open(path, user, cancel);
        if (folder.IsElsewhere)
            progress($"PostgreSQL runs as '{user.Name}', who cannot get into {path}: its files are in {folder.Home}");

        var binaries = await PostgresCluster.BinariesFor(folder, cancel);
        await PostgresCluster.MakeIfMissing(folder, binaries, user, throwAway, progress, cancel);
        var use = FolderLock.TryTogether(UseFile(path))!;
        var server = new PostgresServer(folder, binaries, user);
        try
        {
            await server.Start(throwAway, progress, cancel);
            await CreateDatabase(server.Folder, cancel);
            return new(server, use, throwAway);
        }
        catch
        {
            await StopUnlessUsed(server, use, path, throwAway);
            throw;
        }
    }

    /// <summary>Stops the server unless somebody else still uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        var path = cluster.Folder.Path;
        using (await FolderLock.Alone(TurnFile(path), CancellationToken.None))
            await StopUnlessUsed(cluster, hold, path, forgettable);

        if (forgettable)
            cluster.Folder.Delete();
    }

    internal static string Connection(PrivatePostgresFolder folder, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = folder.Port,
            Username = UserName,
            Password = folder.Password,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    private static async Task StopUnlessUsed(PostgresServer server, FileStream use, string path, bool throwAway)
    {
        await use.DisposeAsync();
        using var alone = FolderLock.TryAlone(UseFile(path));
        if (alone is not null)
            await server.Stop(throwAway);
    }

    private static async Task CreateDatabase(PrivatePostgresFolder folder, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Connection(folder, "postgres") + ";Pooling=false");
        await connection.OpenAsync(cancel);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = DatabaseName } },
        };
        if (await exists.ExecuteScalarAsync(cancel) is not null)
            return;

        await using var create = new NpgsqlCommand($"create database {DatabaseName}", connection);
        await create.ExecuteNonQueryAsync(cancel);
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(TurnFile(path) + ".try", "");
            File.Delete(TurnFile(path) + ".try");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"Cannot write in {path}: {refused.Message}", refused);
        }
    }

    private static string TurnFile(string path) => System.IO.Path.Combine(path, "turn.lock");

    private static string UseFile(string path) => System.IO.Path.Combine(path, "use.lock");
}
