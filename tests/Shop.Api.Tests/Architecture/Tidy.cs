using System.Text.RegularExpressions;

namespace Shop.Architecture;

/// <summary>The rules of style that a machine can check. A fault names file, line and remedy.</summary>
internal static partial class Tidy
{
    private const int MaxLines = 300;
    private const int MaxColumns = 120;
    private const int MaxProgramLines = 60;

    /// <summary>Features, and what every application has besides.</summary>
    private static readonly HashSet<string> Nouns =
    [
        "Accounts", "Bespoke", "Carts", "Catalog", "Checkout", "Consultations", "Inventory", "Media", "Notifications",
        "Orders", "Payments", "Promotions", "Reviews", "Sales", "Wishlists",
        "Admin", "Commands", "Emails", "Hosting", "Idempotency", "Schema", "Storage",
    ];

    private static readonly HashSet<string> Projects =
        ["Shop.Api", "Shop.Grains", "Shop.Grains.Interfaces", "Shop.Silo"];

    private static readonly (Regex Pattern, string Where, string Remedy)[] Banned =
    [
        (Region(), "", "split the file"),
        (ToDo(), "", "do it, or leave it out"),
        (Reentrant(), "Shop.Grains/(?!Inventory/|Payments/PaymentInbox)", "owners of state take one call at a time"),
        (Float(), @"Shop\.(Api|Grains|Grains\.Interfaces)/", "money is long minor units; other fractions are decimal"),
        (Weasel(), @"(Shop\.(Api|Grains|Grains\.Interfaces|Silo)|tests)/", "name what it is, in a word of the shop"),
        (Change(), "Shop.Api/", "the API changes nothing but through grains"),
        (GetGrain(), @"Shop\.(Api|Silo)/", "ask by the feature's keys: grains.Cart(id)"),
    ];

    public static IEnumerable<string> Faults(string path, string text)
    {
        var lines = text.Split('\n');
        var most = path.EndsWith("/Program.cs", StringComparison.Ordinal) ? MaxProgramLines : MaxLines;
        if (lines.Length - 1 > most)
            yield return $"{path}: {lines.Length - 1} lines; {most} is the limit: split by responsibility";

        if (path.Split('/') is [var project, var folder, _, ..]
            && Projects.Contains(project) && !Nouns.Contains(folder))
        {
            yield return $"{path}: {folder} is no feature; a feature is a plural noun";
        }

        var rules = Banned.Where(rule => Regex.IsMatch(path, $"^{rule.Where}")).ToList();
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].Length > MaxColumns)
                yield return $"{path}:{at + 1}: {lines[at].Length} columns; {MaxColumns} is the limit";

            var code = Comment().Replace(lines[at], "");
            foreach (var (pattern, _, remedy) in rules)
            {
                if (pattern.Match(pattern == ToDo() ? lines[at] : code) is { Success: true } found)
                    yield return $"{path}:{at + 1}: {found.Value.Trim()}: {remedy}";
            }
        }

        foreach (var fault in EnumFaults(path, text))
            yield return fault;
    }

    /// <summary>A stored number must not change when a member is put in between.</summary>
    private static IEnumerable<string> EnumFaults(string path, string text)
    {
        if (!path.StartsWith("Shop.Grains", StringComparison.Ordinal))
            yield break;

        foreach (Match found in Enum().Matches(Comment().Replace(text, "")))
        {
            var members = found.Groups["members"].Value
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (members.Any(member => !member.Contains('=', StringComparison.Ordinal)))
                yield return $"{path}: {found.Groups["name"].Value}: number every member";
        }
    }

    [GeneratedRegex(@"^\s*#region\b")]
    private static partial Regex Region();

    [GeneratedRegex(@"\bTODO\b")]
    private static partial Regex ToDo();

    [GeneratedRegex(@"\[[^\]]*\bReentrant\b[^\]]*\]")]
    private static partial Regex Reentrant();

    [GeneratedRegex(@"\b(float|double)\b")]
    private static partial Regex Float();

    [GeneratedRegex(
        @"\b(class|record|struct|interface|enum) "
        + @"(Abstract\w+|\w*(Manager|Helper|Helpers|Util|Utils|Service|Base|Impl|Dto|Info|Data|[Vv]2)\b)")]
    private static partial Regex Weasel();

    [GeneratedRegex(@"\b(insert into|delete from|truncate|update \w+ set)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Change();

    [GeneratedRegex(@"\.GetGrain<")]
    private static partial Regex GetGrain();

    [GeneratedRegex(@"\benum (?<name>\w+)\s*\{(?<members>[^}]*)\}")]
    private static partial Regex Enum();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
}
