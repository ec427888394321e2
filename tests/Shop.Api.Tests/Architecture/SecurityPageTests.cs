using System.Text.RegularExpressions;

namespace Shop.Architecture;

/// <summary><c>docs/security.md</c> names tests as proof; this is the proof that they are there.</summary>
public partial class SecurityPageTests
{
    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        var sources = Repository.Files("*Tests.cs").ToLookup(path => Path.GetFileNameWithoutExtension(path));
        var named = TestName().Matches(Repository.Read("docs/security.md")).ToList();
        var missing = named
            .Where(test => !sources[test.Groups["class"].Value].Any(path => Has(path, test.Groups["method"].Value)))
            .Select(test => test.Value);

        Assert.True(named.Count > 40, "The page is written otherwise than this test reads it.");
        Assert.Empty(missing);
    }

    private static bool Has(string path, string method) =>
        Repository.Read(path).Contains($" {method}(", StringComparison.Ordinal);

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<method>[A-Za-z_]+)`")]
    private static partial Regex TestName();
}
