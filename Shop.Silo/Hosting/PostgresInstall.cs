namespace Shop.Hosting;

/// <summary>Gets PostgreSQL from the system's packages, where that is allowed without a question.</summary>
internal static class PostgresInstall
{
    /// <summary>Debian starts a cluster of its own with the package unless it is told not to.</summary>
    private const string NoDefaultCluster = "/etc/postgresql-common/createcluster.d/shop.conf";

    /// <summary>Does nothing without apt-get, or without the right to use it.</summary>
    public static async Task Try(Action<string> progress, CancellationToken cancel)
    {
        if (!File.Exists("/usr/bin/apt-get") || await Right(cancel) is not { } right)
            return;

        progress("Installing PostgreSQL with apt-get (this happens once, and takes a minute or two)");
        await ExternalCommand.Run([.. right, "apt-get", "update", "-q"], cancel);
        var installed = await ExternalCommand.Run([.. right, "sh", "-ec", Install], cancel);
        if (!installed.Succeeded)
            progress($"apt-get could not install PostgreSQL: {installed.LastLine}");
    }

    private const string Install = $"""
        mkdir -p "$(dirname {NoDefaultCluster})"
        echo "create_main_cluster = false" > {NoDefaultCluster}
        apt-get install -y -q --no-install-recommends postgresql && failed=0 || failed=$?
        rm -f {NoDefaultCluster}
        exit $failed
        """;

    /// <summary>
    /// What to put before a command that needs root: nothing for root, sudo where it asks no password.
    /// </summary>
    private static async Task<string[]?> Right(CancellationToken cancel) =>
        Environment.IsPrivilegedProcess ? []
        : (await ExternalCommand.Run(["sudo", "-n", "true"], cancel)).Succeeded ? ["sudo", "-n"]
        : null;
}
