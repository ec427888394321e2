namespace Shop.Hosting;

/// <summary>The files of a private cluster, made once.</summary>
internal static class PostgresCluster
{
    private const string NotHere = "PostgreSQL is not on this machine: install it ('apt-get install postgresql').";

    /// <summary>The programs that fit the cluster's files, or the first found for a cluster yet to be made.</summary>
    public static async Task<PostgresBinaries> BinariesFor(PrivatePostgresFolder folder, CancellationToken cancel)
    {
        var found = await PostgresBinaries.Find(cancel);
        var written = Path.Combine(folder.Cluster, "PG_VERSION");
        if (!File.Exists(written))
            return found is [var first, ..] ? first : throw new CannotStartException(NotHere);

        var major = int.Parse((await File.ReadAllTextAsync(written, cancel)).AsSpan().Trim());
        return found.FirstOrDefault(binaries => binaries.Major == major)
            ?? throw new CannotStartException(
                $"The data in {folder.Path} was written by PostgreSQL {major}, which is not on this machine: install "
                + $"'postgresql-{major}', or choose another --data.");
    }

    /// <remarks>Made beside its place and moved there when it is whole, so a kill leaves no half of one.</remarks>
    public static async Task MakeIfMissing(
        PrivatePostgresFolder folder, PostgresBinaries binaries, PostgresUser user, bool throwAway,
        Action<string> progress, CancellationToken cancel)
    {
        if (Directory.Exists(folder.Cluster))
            return;

        progress($"Making a PostgreSQL {binaries.Major} of the shop's own in {folder.Home}");
        if (!await user.Take(folder.Home, cancel))
        {
            throw new CannotStartException(
                $"The user '{user.Name}', who runs PostgreSQL, cannot write in {folder.Home}.");
        }

        SecretFile.Write(folder.PasswordFile, folder.Password);
        await user.Own(folder.PasswordFile, cancel);
        var made = await InitDb(folder, binaries, user, throwAway, "C.UTF-8", cancel);
        if (!made.Succeeded && made.Output.Contains("invalid locale", StringComparison.Ordinal))
            made = await InitDb(folder, binaries, user, throwAway, "C", cancel);

        File.Delete(folder.PasswordFile);
        if (!made.Succeeded)
            throw Failed(folder, made);

        await File.AppendAllTextAsync(
            Path.Combine(folder.Unfinished, "postgresql.conf"),
            $"\ninclude '{PrivatePostgresSettings.FileName}'\n", cancel);
        Directory.Move(folder.Unfinished, folder.Cluster);
    }

    public static CannotStartException DiskFull(PrivatePostgresFolder folder) =>
        new($"The disk that holds {folder.Home} is full: PostgreSQL needs some hundred megabytes there.");

    /// <summary>
    /// Text sorts by code point, whatever the machine's language, and upper and lower case know all letters.
    /// </summary>
    private static async Task<ExternalCommand> InitDb(
        PrivatePostgresFolder folder, PostgresBinaries binaries, PostgresUser user, bool throwAway,
        string letters, CancellationToken cancel)
    {
        if (Directory.Exists(folder.Unfinished))
            Directory.Delete(folder.Unfinished, recursive: true);

        return await user.Run(
        [
            binaries["initdb"], "-D", folder.Unfinished, "-U", "shop", "--encoding=UTF8", "--locale=C",
            $"--lc-ctype={letters}", "--auth=scram-sha-256", $"--pwfile={folder.PasswordFile}",
            .. throwAway ? (string[])["--no-sync"] : [],
        ], cancel);
    }

    private static CannotStartException Failed(PrivatePostgresFolder folder, ExternalCommand made)
    {
        if (made.Output.Contains("No space left on device", StringComparison.Ordinal))
            return DiskFull(folder);

        var reason = made.Output.Split('\n').FirstOrDefault(line => line.Contains("error:", StringComparison.Ordinal));
        return new($"PostgreSQL could not make its files in {folder.Home}: {reason?.Trim() ?? made.LastLine}");
    }
}
