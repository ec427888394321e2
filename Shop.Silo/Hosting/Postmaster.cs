namespace Shop.Hosting;

/// <summary>What <c>postmaster.pid</c> says, checked against the processes that there are.</summary>
internal static class Postmaster
{
    /// <summary>Whether a server runs on the cluster.</summary>
    public static bool Runs(string cluster) => ProcessId(cluster) is { } id && IsServerOf(id, cluster);

    /// <summary>
    /// Removes a file that a killed server left. PostgreSQL does so too, but not when the number now belongs to another
    /// process of the same user, which is the rule in a container that was restarted.
    /// </summary>
    public static void RemoveStale(string cluster)
    {
        if (!Runs(cluster))
            File.Delete(PidFile(cluster));
    }

    private static int? ProcessId(string cluster) =>
        File.Exists(PidFile(cluster)) && int.TryParse(File.ReadLines(PidFile(cluster)).FirstOrDefault(), out var id)
            ? id
            : null;

    /// <summary>A server works in the folder of its cluster. Without <c>/proc</c> the number alone must do.</summary>
    private static bool IsServerOf(int id, string cluster)
    {
        if (!Directory.Exists("/proc/self"))
            return IsAlive(id);

        try
        {
            var folder = new DirectoryInfo($"/proc/{id}/cwd").ResolveLinkTarget(returnFinalTarget: false);
            return folder is not null && SameFolder(folder.FullName, cluster);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool SameFolder(string one, string other) => Real(one) == Real(other);

    private static string Real(string folder)
    {
        var real = "/";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(real, part));
            real = next.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next.FullName;
        }

        return real;
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string PidFile(string cluster) => Path.Combine(cluster, "postmaster.pid");
}
