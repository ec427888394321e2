using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shop.Hosting;

/// <summary>What the comments above the handlers say, for the document: one text for readers of either.</summary>
/// <remarks>
/// The framework reads comments too, but only of methods that others may call, and handlers are private.
/// </remarks>
internal static partial class HandlerComments
{
    private static readonly Lazy<Dictionary<string, string>> Summaries = new(Read);

    /// <summary>Of the handler, or of the class that is one whole handler; null when there is no comment.</summary>
    public static string? SummaryOf(MethodInfo handler)
    {
        var type = handler.DeclaringType!.FullName!.Replace('+', '.');
        return Summaries.Value.GetValueOrDefault($"M:{type}.{handler.Name}")
            ?? (handler.Name == "Handle" ? Summaries.Value.GetValueOrDefault($"T:{type}") : null);
    }

    private static Dictionary<string, string> Read()
    {
        var path = Path.ChangeExtension(typeof(HandlerComments).Assembly.Location, ".xml");
        if (!File.Exists(path))
            return [];

        var summaries = new Dictionary<string, string>();
        foreach (var member in XDocument.Load(path).Descendants("member"))
        {
            if (member.Element("summary") is { } summary)
                summaries.TryAdd(member.Attribute("name")!.Value.Split('(')[0], TextOf(summary));
        }

        return summaries;
    }

    private static string TextOf(XElement summary)
    {
        foreach (var code in summary.Elements("c").ToList())
            code.ReplaceWith($"`{code.Value}`");
        foreach (var named in summary.Elements().Where(element => element.Attribute("cref") is not null).ToList())
            named.ReplaceWith(named.Attribute("cref")!.Value.Split('.')[^1]);
        return WhiteSpace().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
