namespace Shop.Hosting;

/// <summary>Who PostgreSQL runs as. It refuses to run as root, so root lends it an unprivileged user.</summary>
internal sealed class PostgresUser
{
    private readonly string? user;
    private readonly IReadOnlyList<string> prefix;

    private PostgresUser(string? name, IReadOnlyList<string> become) => (user, prefix) = (name, become);

    /// <summary>Ourselves, or <c>postgres</c>, or <c>nobody</c>, whichever first serves.</summary>
    public static async Task<PostgresUser> Choose(CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess)
            return new(null, []);

        foreach (var name in (string[])["postgres", "nobody"])
        {
            var group = await ExternalCommand.Run(["id", "-g", name], cancel);
            if (!group.Succeeded)
                continue;

            foreach (var become in WaysToBecome(name, group.LastLine))
            {
                if ((await ExternalCommand.Run([.. become, "true"], cancel)).Succeeded)
                    return new(name, become);
            }
        }

        throw new CannotStartException(
            "PostgreSQL refuses to run as root, and no unprivileged user could be used instead: "
            + "run the shop as an ordinary user, or install 'util-linux' (setpriv, runuser).");
    }

    /// <summary>What to say where it matters who it is.</summary>
    public string Name => user ?? Environment.UserName;

    public Task<ExternalCommand> Run(IReadOnlyList<string> command, CancellationToken cancel) =>
        ExternalCommand.Run([.. prefix, .. command], cancel);

    /// <summary>Makes the folder and gives it to this user; false when the user cannot get there.</summary>
    public async Task<bool> Take(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await Own(folder, cancel);
        return (await Run(["test", "-w", folder], cancel)).Succeeded;
    }

    public async Task Own(string path, CancellationToken cancel)
    {
        if (user is null)
            return;

        var given = await ExternalCommand.Run(["chown", "-R", $"{user}:", path], cancel);
        if (!given.Succeeded)
            throw new CannotStartException($"Could not give {path} to the user '{user}': {given.LastLine}");
    }

    private static IEnumerable<string[]> WaysToBecome(string name, string group) =>
    [
        ["setpriv", $"--reuid={name}", $"--regid={group}", "--clear-groups", "--"],
        ["runuser", "-u", name, "--"],
        ["su-exec", name],
        ["gosu", name],
    ];
}
