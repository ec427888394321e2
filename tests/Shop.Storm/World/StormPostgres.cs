using Shop.Hosting;

namespace Shop.Storm.World;

/// <summary>
/// The storm's own PostgreSQL, set up as a user's is: what it commits is forced to disk. It can be restarted, frozen,
/// killed and starved of disk.
/// </summary>
internal sealed class StormPostgres : IAsyncDisposable
{
    /// <summary>Small files of the log, so that a limit on the size of files meets the tables first.</summary>
    private const int LogFileMegabytes = 1;

    private readonly PrivatePostgres postgres;
    private readonly PrivatePostgresFolder folder;
    private readonly PostgresBinaries binaries;
    private readonly PostgresUser user;
    private readonly DiskQuota quota;

    private StormPostgres(
        PrivatePostgres running, PrivatePostgresFolder at, PostgresBinaries programs, PostgresUser owner) =>
        (postgres, folder, binaries, user, quota) = (running, at, programs, owner, new(owner));

    public string ConnectionString => postgres.ConnectionString;

    public static async Task<StormPostgres> Start(string path, CancellationToken stop)
    {
        await (await PrivatePostgres.Start(path, _ => { }, stop)).DisposeAsync();
        var folder = PrivatePostgresFolder.TryRead(path)!;
        var (binaries, user) = (await PostgresCluster.BinariesFor(folder, stop), await PostgresUser.Choose(stop));
        await user.Run(
            [binaries["pg_resetwal"], "-D", folder.Cluster, $"--wal-segsize={LogFileMegabytes}"], stop);
        var running = await PrivatePostgres.Start(path, _ => { }, stop);
        var started = new StormPostgres(running, PrivatePostgresFolder.TryRead(path)!, binaries, user);
        started.CanBeStarved = started.ProcessId is { } process && await started.quota.IsPossible(process);
        return started;
    }

    /// <summary>Null while none runs.</summary>
    public int? ProcessId
    {
        get
        {
            var file = Path.Combine(folder.Cluster, "postmaster.pid");
            return Postmaster.Runs(folder.Cluster) ? int.Parse(File.ReadLines(file).First()) : null;
        }
    }

    /// <param name="mode"><c>fast</c> throws everybody out; <c>immediate</c> is a crash with recovery.</param>
    public Task Restart(string mode) => Control("restart", "-m", mode);

    /// <summary>As a machine does that comes back from a power cut. Nothing when it runs.</summary>
    public async Task StartAgain()
    {
        if (ProcessId is null)
            await Control("start");
    }

    public void Send(Signal signal)
    {
        if (ProcessId is { } running)
            Signals.SendToFamily(running, signal);
    }

    /// <summary>Kills one of its connections' processes; the others are thrown out, and recovery follows.</summary>
    public void KillBackend(Random random)
    {
        var backends = ProcessId is { } running ? Signals.ChildrenOf(running) : [];
        if (backends.Count > 0)
            Signals.Send(backends[random.Next(backends.Count)], Signal.Kill);
    }

    /// <summary>Not every system lets a process limit another.</summary>
    public bool CanBeStarved { get; private set; }

    /// <param name="bytes">No file may grow beyond it.</param>
    public async Task Starve(long bytes)
    {
        if (ProcessId is { } running)
            await quota.Limit(running, bytes);
    }

    /// <summary>A server that could not write its log has died of it; whoever makes room starts it again.</summary>
    public async Task Feed()
    {
        if (ProcessId is { } running)
            await quota.Lift(running);

        await StartAgain();
        if (ProcessId is { } healed)
            await quota.Lift(healed);
    }

    public ValueTask DisposeAsync() => postgres.DisposeAsync();

    private async Task Control(string verb, params string[] how)
    {
        string[] command = [binaries["pg_ctl"], verb, "-D", folder.Cluster, "-l", folder.Log, "-w", "-t", "60", .. how];
        await user.Run(command, CancellationToken.None);
    }
}
