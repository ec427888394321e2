using System.Reflection;

namespace Shop.Architecture;

/// <summary>
/// Every code that the shop can answer with, from the classes of errors. <c>docs/problems.md</c> lists them; to write
/// it anew, run these tests with <c>SHOP_WRITE_DOCS=1</c>.
/// </summary>
public class ErrorCodeTests
{
    private const string Page = "docs/problems.md";

    private const string Introduction = """
        # Problems

        Whatever goes wrong is answered with `application/problem+json` (RFC 9457). Programs go by `code`, which never
        changes; `type` is `/problems/` and the code. `title` and `detail` are for people. 422 names fields in `errors`,
        several things at fault are in `items`, and `trace_id` finds the request in the logs. [The API](api.md) has the
        rest.

        | code | status | title |
        |---|---|---|

        """;

    private static readonly Assembly[] Assemblies =
        [typeof(Error).Assembly, typeof(Problems).Assembly, Assembly.Load("Shop.Grains")];

    [Fact]
    public void A_code_means_one_thing()
    {
        var ambiguous = Codes().GroupBy(entry => entry.Code)
            .Where(same => same.Distinct().Count() > 1)
            .Select(same => string.Join(" | ", same.Distinct()));

        Assert.Empty(ambiguous);
    }

    [Fact]
    public void A_code_is_in_snake_case() =>
        Assert.All(Codes(), entry => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", entry.Code));

    [Fact]
    public void Every_code_is_listed_in_the_page_of_problems()
    {
        var page = Introduction + string.Concat(
            Codes().Distinct().OrderBy(entry => entry.Code, StringComparer.Ordinal)
                .Select(entry => $"| `{entry.Code}` | {entry.Status} | {entry.Title} |\n"));
        if (Environment.GetEnvironmentVariable("SHOP_WRITE_DOCS") is not null)
            File.WriteAllText(Path.Combine(Repository.Root, Page), page);

        Assert.True(page == Repository.Read(Page), $"{Page} is out of date: run this test with SHOP_WRITE_DOCS=1.");
    }

    private static IEnumerable<Entry> Codes() =>
    [
        .. from pair in StatusProblems.All select new Entry(pair.Value.Code, pair.Key, pair.Value.Title),
        .. from error in Assemblies.SelectMany(assembly => assembly.GetTypes())
               .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal)).SelectMany(Errors)
           select new Entry(error.Code, Problems.StatusOf(error.Kind), error.Title),
    ];

    private static IEnumerable<Error> Errors(Type type)
    {
        const BindingFlags all =
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = type.GetFields(all).Select(field => field.GetValue(null));
        var methods = type.GetMethods(all).Where(method => method.ReturnType == typeof(Error) && !method.IsSpecialName)
            .Select(method => method.Invoke(
                null, [.. method.GetParameters().Select(part => Dummy.Of(part.ParameterType))]));
        return fields.Concat(methods).OfType<Error>();
    }

    private sealed record Entry(string Code, int Status, string Title);
}
