using System.Text.RegularExpressions;

namespace Shop.Hosting;

/// <summary>The programs of one installed PostgreSQL.</summary>
/// <param name="Folder">Where <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> lie.</param>
/// <param name="Major">The version that the files of a cluster must match.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest that the schema is tried on.</summary>
    private const int OldestMajor = 14;

    private static readonly string[] Parents =
        ["/usr/lib/postgresql", "/usr", "/usr/local", "/opt/homebrew/opt", "/usr/local/opt", "/usr/libexec", "/opt"];

    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>Every usable PostgreSQL of this machine: the one on the PATH first, then the newest.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> Find(CancellationToken cancel)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Where(folder => folder.StartsWith('/'));
        var known = Parents.SelectMany(ChildrenOf);

        var found = new List<PostgresBinaries>();
        foreach (var folder in onPath.Concat(known).Select(RealFolder).OfType<string>().Distinct())
        {
            if (await VersionOf(folder, cancel) is { } major and >= OldestMajor)
                found.Add(new(folder, major));
        }

        return found;
    }

    /// <summary>
    /// Debian and Red Hat, Homebrew, and PostgreSQL built from source: <c>…/15/bin</c>, <c>…/pgsql-15/bin</c>.
    /// </summary>
    private static IEnumerable<string> ChildrenOf(string parent) =>
        (Directory.Exists(parent) ? Directory.EnumerateDirectories(parent) : [])
            .Where(child => VersionedName().IsMatch(Path.GetFileName(child)))
            .OrderByDescending(child => Path.GetFileName(child).Length)
            .ThenByDescending(child => child, StringComparer.Ordinal)
            .Select(child => Path.Combine(child, "bin"));

    /// <summary>Links lead to the folder that holds all of the programs; null where there is no PostgreSQL.</summary>
    private static string? RealFolder(string folder)
    {
        var program = new FileInfo(Path.Combine(folder, "pg_ctl"));
        if (!program.Exists)
            return null;

        var real = Path.GetDirectoryName(
            program.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program.FullName)!;
        return File.Exists(Path.Combine(real, "initdb")) && File.Exists(Path.Combine(real, "postgres")) ? real : null;
    }

    private static async Task<int?> VersionOf(string folder, CancellationToken cancel)
    {
        var answer = await ExternalCommand.Run([Path.Combine(folder, "pg_ctl"), "--version"], cancel);
        var version = Version().Match(answer.Output);
        return answer.Succeeded && version.Success ? int.Parse(version.ValueSpan) : null;
    }

    [GeneratedRegex(@"^(\d+|pgsql.*|postgresql.*)$")]
    private static partial Regex VersionedName();

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex Version();
}
