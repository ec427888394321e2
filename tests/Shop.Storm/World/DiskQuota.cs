using Shop.Hosting;

namespace Shop.Storm.World;

/// <summary>
/// A disk that is full, without filling one: the system refuses a process to write beyond a size in any file
/// (<c>RLIMIT_FSIZE</c>), as it does when the quota of its user is used up. It needs no root and harms nobody else.
/// </summary>
/// <param name="user">Who the processes belong to; even root may not limit those of others everywhere.</param>
internal sealed class DiskQuota(PostgresUser user)
{
    private const string LimitAll = """
        limit=$1; shift
        for process; do prlimit --pid "$process" --fsize="$limit:unlimited"; done
        """;

    /// <summary>Whether this system can do it, and lets us.</summary>
    public async Task<bool> IsPossible(int process)
    {
        string[] nothingChanges = ["prlimit", "--pid", $"{process}", "--fsize=unlimited:unlimited"];
        return (await user.Run(nothingChanges, CancellationToken.None)).Succeeded;
    }

    /// <summary>Of a process and its children; those it starts later inherit it.</summary>
    public Task Limit(int process, long bytes) => Set(process, $"{bytes}");

    public Task Lift(int process) => Set(process, "unlimited");

    /// <summary>The parent first, so that it starts no other while its children are found.</summary>
    private async Task Set(int process, string limit)
    {
        await SetAll([process], limit);
        await SetAll(Signals.ChildrenOf(process), limit);
    }

    private async Task SetAll(IReadOnlyList<int> processes, string limit) => await user.Run(
        ["sh", "-c", LimitAll, "limit", limit, .. processes.Select(process => $"{process}")], CancellationToken.None);
}
