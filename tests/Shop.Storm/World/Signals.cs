using System.Runtime.InteropServices;

namespace Shop.Storm.World;

/// <summary>What a process can be told from outside.</summary>
internal enum Signal
{
    Kill = 9,
    Terminate = 15,
    Freeze,
    Thaw,
}

/// <summary>Signals to processes of this machine, and to the children of a process.</summary>
internal static partial class Signals
{
    /// <summary>One that has just ended hears nothing, which is no fault.</summary>
    public static void Send(int process, Signal signal) => _ = Kill(process, Number(signal));

    /// <summary>The parent first, so that it starts no other while its children are told.</summary>
    public static void SendToFamily(int process, Signal signal)
    {
        Send(process, signal);
        foreach (var child in ChildrenOf(process))
            Send(child, signal);
    }

    public static IReadOnlyList<int> ChildrenOf(int process) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
           where id > 0 && ParentOf(id) == process
           select id,
    ];

    /// <summary>The fourth word of its <c>stat</c>; the second, in brackets, may hold anything.</summary>
    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Stopping and going on have other numbers on macOS.</summary>
    private static int Number(Signal signal) => signal switch
    {
        Signal.Freeze => OperatingSystem.IsMacOS() ? 17 : 19,
        Signal.Thaw => OperatingSystem.IsMacOS() ? 19 : 18,
        _ => (int)signal,
    };

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
