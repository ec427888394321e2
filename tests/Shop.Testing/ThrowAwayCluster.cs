using System.Diagnostics;
using Shop.Hosting;

namespace Shop.Testing;

/// <summary>A PostgreSQL for one test process, in a folder of its own.</summary>
/// <remarks>
/// A shell waits for the end of this process and then stops the server and deletes the folder. It learns of the end by
/// its input closing, which the system does for us even when the process is killed.
/// </remarks>
internal static class ThrowAwayCluster
{
    private const string WaitAndTidy = """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        read -r end
        home=$(sed -n 's/.*"home":"\([^"]*\)".*/\1/p' "$1/address.json")
        server=$(head -n 1 "$home/cluster/postmaster.pid")
        if [ -n "$server" ] && kill -QUIT "$server"; then
            for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                kill -0 "$server" || break
                sleep 0.1
            done
        fi
        [ -z "$home" ] || rm -rf "$home"
        rm -rf "$1"
        """;

    public static async Task<string> Start()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"shop-tests-{Guid.CreateVersion7():N}");
        var tidier = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", WaitAndTidy, "tidy", folder])
        {
            RedirectStandardInput = true,
        })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(tidier);
        var server = await PrivatePostgres.Start(folder, _ => { }, CancellationToken.None, throwAway: true);
        return server.ConnectionString;
    }

    private static void End(Process tidier)
    {
        tidier.StandardInput.Close();
        tidier.WaitForExit(TimeSpan.FromSeconds(5));
    }
}
