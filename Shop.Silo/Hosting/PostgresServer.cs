using System.Diagnostics;
using System.Net;
using Npgsql;

namespace Shop.Hosting;

/// <summary>The running side of a private cluster: up, ready, down.</summary>
internal sealed class PostgresServer(PrivatePostgresFolder folder, PostgresBinaries binaries, PostgresUser user)
{
    /// <summary>
    /// A server that dies at once writes why; one that says nothing for so long has no reason to give.
    /// </summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>How long to try again while <see cref="IsPassing"/>.</summary>
    private static readonly TimeSpan Leftovers = TimeSpan.FromSeconds(20);

    public PrivatePostgresFolder Folder { get; private set; } = folder;

    public PostgresBinaries Binaries => binaries;

    public async Task Start(bool throwAway, Action<string> progress, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (!Postmaster.Runs(Folder.Cluster))
        {
            await Launch(throwAway, cancel);
            if (await IsReady(progress, cancel))
                return;

            var log = await ReadLog(cancel);
            if (!IsPassing(log) || waited.Elapsed > Leftovers)
                throw Failed(log);

            await Task.Delay(200, cancel);
        }

        if (!await IsReady(progress, cancel))
            throw Failed(await ReadLog(cancel));
    }

    /// <summary>
    /// Ends every connection. When that takes too long, the write-ahead log makes up for what was not tidied.
    /// </summary>
    public async Task Stop(bool throwAway)
    {
        string[] stop = [Binaries["pg_ctl"], "stop", "-D", Folder.Cluster, "-w", "-t", "5", "-m"];
        if (!Postmaster.Runs(Folder.Cluster))
            return;

        if (throwAway || !(await user.Run([.. stop, "fast"], CancellationToken.None)).Succeeded)
            await user.Run([.. stop, "immediate"], CancellationToken.None);
    }

    private async Task Launch(bool throwAway, CancellationToken cancel)
    {
        Postmaster.RemoveStale(Folder.Cluster);
        if (!FreePort.Is(IPAddress.Loopback, Folder.Port))
            Folder = Folder.OnAnotherPort();

        var settings = PrivatePostgresSettings.Text(Folder.Port, throwAway);
        await File.WriteAllTextAsync(Path.Combine(Folder.Cluster, PrivatePostgresSettings.FileName), settings, cancel);
        if (File.Exists(Folder.Log))
            File.Move(Folder.Log, Folder.Log + ".old", overwrite: true);

        var started = await user.Run(
            [Binaries["pg_ctl"], "start", "-D", Folder.Cluster, "-l", Folder.Log, "-W", "-s"], cancel);
        if (!started.Succeeded)
            throw Failed(started.Output);
    }

    /// <summary>
    /// False when the server is no longer there. Recovery after a crash may take long: that is waited for.
    /// </summary>
    private async Task<bool> IsReady(Action<string> progress, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        var told = false;
        while (Postmaster.Runs(Folder.Cluster) || (waited.Elapsed < Silence && !await SaidWhyItDied(cancel)))
        {
            if (await Answers(cancel))
                return true;

            if (!told && waited.Elapsed.TotalSeconds > 5)
            {
                progress("PostgreSQL is not ready yet: it may be recovering from a crash");
                told = true;
            }

            await Task.Delay(30, cancel);
        }

        return false;
    }

    private async Task<bool> Answers(CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                PrivatePostgres.Connection(Folder, "postgres") + ";Pooling=false;Timeout=3");
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new CannotStartException(
                $"PostgreSQL on port {Folder.Port} is not the one of {Folder.Path}.", refused);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>
    /// The processes of a killed server end by themselves, but not at the same instant; and somebody may have taken the
    /// port between our look and the server's.
    /// </summary>
    private static bool IsPassing(string log) =>
        log.Contains("pre-existing shared memory block", StringComparison.Ordinal)
        || log.Contains("Address already in use", StringComparison.Ordinal);

    private async Task<bool> SaidWhyItDied(CancellationToken cancel) =>
        (await ReadLog(cancel)).Contains("FATAL:", StringComparison.Ordinal);

    private async Task<string> ReadLog(CancellationToken cancel) =>
        File.Exists(Folder.Log) ? await File.ReadAllTextAsync(Folder.Log, cancel) : "";

    private CannotStartException Failed(string said)
    {
        if (said.Contains("No space left on device", StringComparison.Ordinal))
            return PostgresCluster.DiskFull(Folder);

        var reason = said.Split('\n').LastOrDefault(line => line.Contains("FATAL:", StringComparison.Ordinal)
            || line.Contains("PANIC:", StringComparison.Ordinal));
        return new($"PostgreSQL did not start: {reason ?? said.Trim()} (its log is {Folder.Log})");
    }
}
