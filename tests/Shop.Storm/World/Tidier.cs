using System.Diagnostics;

namespace Shop.Storm.World;

/// <summary>
/// The storm's folder, and a shell that waits for the end of this process, however it ends, and then ends what the
/// storm started. It learns of the end by its input closing, which the system does for us.
/// </summary>
internal sealed class Tidier : IDisposable
{
    /// <summary>A number may have gone to somebody else: only processes that name the folder are ended.</summary>
    private const string WaitAndTidy = """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        read -r verdict
        for process in $(cat "$1/processes"); do
            tr '\0' ' ' <"/proc/$process/cmdline" | grep -F -- "$1/" && kill -KILL "$process"
        done
        home=$(sed -n 's/.*"home":"\([^"]*\)".*/\1/p' "$1/postgres/address.json")
        server=$(head -n 1 "$home/cluster/postmaster.pid")
        [ -z "$server" ] || { kill -QUIT "$server"; kill -CONT "$server"; sleep 0.5; }
        [ "$verdict" = delete ] || exit
        [ -z "$home" ] || rm -rf "$home"
        rm -rf "$1"
        """;

    private readonly Process shell;

    public Tidier()
    {
        Folder = Directory.CreateTempSubdirectory("shop-storm-").FullName;
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
        shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", WaitAndTidy, "tidy", Folder])
        {
            RedirectStandardInput = true,
        })!;
    }

    /// <summary>Another user, who runs PostgreSQL, can get into it.</summary>
    public string Folder { get; }

    /// <summary>When something is to be looked into, the folder stays.</summary>
    public bool Keeps { get; set; }

    public void Keep(int process) => File.AppendAllText(Path.Combine(Folder, "processes"), $"{process}\n");

    public void Dispose()
    {
        shell.StandardInput.WriteLine(Keeps ? "keep" : "delete");
        shell.StandardInput.Close();
        shell.WaitForExit(TimeSpan.FromSeconds(10));
        shell.Dispose();
    }
}
