using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shop.Hosting;

namespace Shop.Architecture;

/// <summary>
/// <c>docs/configuration.md</c> says what the shop asks for when it starts and what the option records' comments say of
/// it. To write it anew, run these tests with <c>SHOP_WRITE_DOCS=1</c>.
/// </summary>
public partial class SettingsPageTests
{
    private const string Page = "docs/configuration.md";

    private const string Introduction = """
        # Configuration

        A setting has one name in the environment, in `.env` beside the `shop` script, and in `appsettings.json`, in
        that order of precedence. A wrong one stops the start with one line that names it. `./shop doctor` lists the
        names of those that are set.

        `SHOP_ENVIRONMENT=production` shuts what is for trying out (`/dev/…`, the sandbox, the demo catalogue), makes
        limits tight, and makes nothing up: without a secret of yours the shop does not start.

        Two more are read by the `shop` script itself: `SHOP_GRAIN_HOST` (`orleans`, `local`, or `auto` to ask the
        package source again) and `SHOP_HOME` (the folder of `.env`, that of the script when it is not set).

        | Setting | Usual | In production | Takes | Meaning |
        |---|---|---|---|---|

        """;

    /// <summary>Without these nobody asks how to reach them.</summary>
    private static readonly (string Name, string Value)[] Outside =
    [
        ("SHOP_SMTP_HOST", "mail.example"), ("SHOP_STRIPE_SECRET_KEY", "sk_x"),
        ("SHOP_STRIPE_WEBHOOK_SECRETS", "whsec_x"), ("SHOP_PAYSTACK_SECRET_KEY", "sk_x"),
    ];

    private static readonly Dictionary<string, Property> Described = Properties()
        .SelectMany(property => property.Names, (property, name) => (name, property))
        .ToDictionary(pair => pair.name, pair => pair.property);

    [Fact]
    public async Task Every_setting_is_on_the_page_and_the_page_is_true()
    {
        var usual = await Survey(Outside);
        var production = await Survey(Production.With(Outside));
        var page = Introduction + string.Concat(usual.Keys.Union(production.Keys).Order(StringComparer.Ordinal).Select(
            name => Row(name, usual.GetValueOrDefault(name), production.GetValueOrDefault(name))));
        if (Environment.GetEnvironmentVariable("SHOP_WRITE_DOCS") is not null)
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, Page), page);

        Assert.Empty(Described.Keys.Except(usual.Keys.Union(production.Keys)).Except(["SHOP_DATA"]));
        Assert.True(page == Repository.Read(Page), $"{Page} is out of date: run this test with SHOP_WRITE_DOCS=1.");
    }

    [Fact]
    public void No_setting_is_read_without_being_described()
    {
        var read = Repository.Files("*.cs")
            .Where(path => path.StartsWith("Shop.", StringComparison.Ordinal))
            .SelectMany(path => Read().Matches(Repository.Read(path)))
            .Select(found => found.Groups[1].Value).Distinct();

        Assert.Empty(read.Except(Described.Keys));
    }

    private static string Row(string name, SettingUse? usual, SettingUse? production)
    {
        var same = usual?.Usual == production?.Usual;
        Assert.True(
            Described.TryGetValue(name, out var property),
            $"{name} is read, and no property of an option record has [Setting(\"{name}\")].");
        return $"| `{name}` | {usual?.Usual} | {(same ? "" : production?.Usual)} "
            + $"| {(usual ?? production)!.Allowed} | {property.Meaning} |\n";
    }

    /// <summary>What a whole shop asks for, once every option record has been made.</summary>
    private static async Task<SortedDictionary<string, SettingUse>> Survey(
        params (string Name, string Value)[] settings)
    {
        await using var shop = new ShopHost();
        foreach (var (name, value) in settings)
            shop.Settings[name] = value;
        await shop.InitializeAsync();
        foreach (var options in Described.Values.Select(property => property.Owner).Distinct())
            shop.Services.GetService(options);
        return shop.Survey.Uses;
    }

    private static IEnumerable<Property> Properties()
    {
        var assemblies = new[] { typeof(Error).Assembly, typeof(ShopApi).Assembly, typeof(SecretBox).Assembly };
        return from assembly in assemblies.Append(typeof(ShopSettings).Assembly)
               let comments = Comments(assembly)
               from type in assembly.GetTypes()
               from property in type.GetProperties()
               let names = property.GetCustomAttributes<SettingAttribute>().Select(one => one.Name).ToArray()
               where names.Length > 0
               select new Property(names, type, MeaningOf(comments, type, property));
    }

    private static string MeaningOf(Dictionary<string, XElement> comments, Type type, PropertyInfo property)
    {
        var owner = type.FullName!.Replace('+', '.');
        var said = comments.GetValueOrDefault($"P:{owner}.{property.Name}")?.Element("summary")
            ?? comments.GetValueOrDefault($"T:{owner}")?.Elements("param")
                .FirstOrDefault(part => part.Attribute("name")!.Value == property.Name)
            ?? throw new InvalidOperationException($"{owner}.{property.Name} has no comment, and people set it.");
        foreach (var code in said.Descendants().Where(part => part.Name == "c" || part.Name == "see").ToList())
            code.ReplaceWith($"`{(code.Name == "c" ? code.Value : code.Attribute("cref")!.Value.Split('.')[^1])}`");
        return WhiteSpace().Replace(said.Value, " ").Trim().Replace("|", @"\|", StringComparison.Ordinal);
    }

    private static Dictionary<string, XElement> Comments(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);

    [GeneratedRegex("""\.(?:Text|Number|Choice|Address|Email|Secret|List|WebAddress|Url)\(\s*"(SHOP_[A-Z_]+)""")]
    private static partial Regex Read();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    private sealed record Property(string[] Names, Type Owner, string Meaning);
}
