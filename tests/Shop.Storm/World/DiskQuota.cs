using System.Runtime.InteropServices;

namespace Shop.Storm.World;

/// <summary>
/// A disk that is full, without filling one: the system refuses a process to write beyond a size in any file
/// (<c>RLIMIT_FSIZE</c>), as it does when the quota of its user is used up. It needs no root and harms nobody else.
/// </summary>
internal static partial class DiskQuota
{
    private const int FileSize = 1;
    private const ulong Unlimited = ulong.MaxValue;

    /// <summary>Whether this system can do it, and lets us.</summary>
    public static bool IsPossible(int process) => OperatingSystem.IsLinux() && Set(process, Unlimited);

    /// <summary>Of a process and its children; those it starts later inherit it.</summary>
    public static void Limit(int process, long bytes) => SetFamily(process, (ulong)bytes);

    public static void Lift(int process) => SetFamily(process, Unlimited);

    private static void SetFamily(int process, ulong bytes)
    {
        Set(process, bytes);
        foreach (var child in Signals.ChildrenOf(process))
            Set(child, bytes);
    }

    private static bool Set(int process, ulong bytes)
    {
        var limit = new ResourceLimit { Soft = bytes, Hard = Unlimited };
        return SetLimit(process, FileSize, in limit, 0) == 0;
    }

    [LibraryImport("libc", EntryPoint = "prlimit64", SetLastError = true)]
    private static partial int SetLimit(int process, int resource, in ResourceLimit limit, nint former);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
