using System.Reflection;
using System.Xml.Linq;

namespace Shop.Architecture;

/// <summary>Who may know whom: <c>Api → Interfaces ← Grains ← Silo → Api</c>.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["Shop.LocalOrleans"] = [],
        ["Shop.Grains.Interfaces"] = ["Shop.LocalOrleans"],
        ["Shop.Grains"] = ["Shop.LocalOrleans", "Shop.Grains.Interfaces"],
        ["Shop.Api"] = ["Shop.LocalOrleans", "Shop.Grains.Interfaces"],
        ["Shop.Silo"] = ["Shop.LocalOrleans", "Shop.Grains.Interfaces", "Shop.Grains", "Shop.Api"],
    };

    [Theory]
    [InlineData("Shop.Grains.Interfaces")]
    [InlineData("Shop.Grains")]
    [InlineData("Shop.Api")]
    [InlineData("Shop.Silo")]
    public void An_assembly_knows_only_whom_it_may(string name) =>
        Assert.Empty(Trespasses(name, Assembly.Load(name).GetReferencedAssemblies().Select(known => known.Name!)));

    [Fact]
    public void A_project_references_only_whom_it_may()
    {
        var projects = Repository.Files("*.csproj")
            .Where(path => !path.StartsWith("tests/", StringComparison.Ordinal));
        foreach (var path in projects)
        {
            var references = XDocument.Parse(Repository.Read(path)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Empty(Trespasses(Path.GetFileNameWithoutExtension(path), references));
        }
    }

    [Theory]
    [InlineData("Shop.Api", "Shop.Grains")]
    [InlineData("Shop.Api", "Shop.Silo")]
    [InlineData("Shop.Grains", "Shop.Api")]
    [InlineData("Shop.Grains.Interfaces", "Shop.Grains")]
    [InlineData("Shop.LocalOrleans", "Shop.Grains.Interfaces")]
    [InlineData("Shop.Newcomer", "Shop.Grains")]
    public void A_trespass_is_found(string name, string known) =>
        Assert.Single(Trespasses(name, [known, "System.Runtime"]));

    private static List<string> Trespasses(string name, IEnumerable<string> references)
    {
        var allowed = Known.GetValueOrDefault(name, []);
        return
        [
            .. from known in references
               where known.StartsWith("Shop.", StringComparison.Ordinal) && !allowed.Contains(known)
               select $"{name} must not know {known}",
        ];
    }
}
