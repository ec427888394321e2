using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Shop.Architecture;

namespace Shop.Access;

/// <summary>Lines of <c>routes.txt</c>, and how they are matched with what the running shop has.</summary>
internal static partial class Routes
{
    private const string File = "tests/Shop.Api.Tests/Access/routes.txt";

    /// <summary>The sample endpoints of other tests.</summary>
    private static readonly string[] NotTheShops = ["/api/v1/samples", "/api/v1/closed"];

    public static List<RouteLine> Table { get; } =
    [
        .. Repository.Read(File).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(RouteLine.Read),
    ];

    /// <summary>Each method of each route, as <c>GET /api/v1/orders/{}</c>.</summary>
    public static IEnumerable<string> Of(IEnumerable<RouteEndpoint> endpoints) =>
        from endpoint in endpoints
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where !NotTheShops.Any(other => path.StartsWith(other, StringComparison.Ordinal))
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        select Shape($"{method} {path}");

    public static string Shape(string route) => Parameter().Replace(route, "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}

/// <param name="Path">Names in braces stand for things that the test makes; <c>{name=text}</c> for the text.</param>
/// <param name="Expected">A status for each caller, in the order of <see cref="Cast.Names"/>.</param>
/// <param name="Body">JSON, or empty.</param>
internal sealed record RouteLine(string Method, string Path, int[] Expected, string Body)
{
    public string Shape => Routes.Shape($"{Method} {Path}");

    public static RouteLine Read(string line)
    {
        var words = line.Split(' ', Cast.Names.Length + 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < Cast.Names.Length + 2
            ? throw new FormatException($"routes.txt: '{line}' has too few columns.")
            : new(
                words[0], words[1], [.. words[2..(Cast.Names.Length + 2)].Select(int.Parse)],
                words.Length > Cast.Names.Length + 2 ? words[^1] : "");
    }
}
