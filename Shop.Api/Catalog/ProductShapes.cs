using System.Collections.Immutable;
using System.Xml.Linq;

namespace Shop.Catalog;

/// <summary>The drawings of <c>product-shapes.svg</c>; the last serves for what the others do not.</summary>
internal static class ProductShapes
{
    private static readonly ImmutableArray<(string[] Words, string Drawing)> ByName = Read();

    public static string For(string slug) =>
        ByName.FirstOrDefault(shape => shape.Words.Any(word => Meets(slug, word)), ByName[^1]).Drawing;

    /// <remarks>Whole words: a <c>penguin</c> is no <c>pen</c>.</remarks>
    private static bool Meets(string slug, string word) => $"-{slug}-".Contains($"-{word}-", StringComparison.Ordinal);

    private static ImmutableArray<(string[] Words, string Drawing)> Read()
    {
        using var file = typeof(ProductShapes).Assembly.GetManifestResourceStream("product-shapes.svg")!;
        return [.. XElement.Load(file).Elements().Select(shape =>
            (((string)shape.Attribute("class")!).Split(' '), string.Concat(shape.Elements().Select(Text))))];
    }

    private static string Text(XElement element) => element.ToString(SaveOptions.DisableFormatting)
        .Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal);
}
