using System.Globalization;
using System.Net;
using System.Text;

namespace Shop.Catalog;

/// <summary>A drawing of a product that nobody has taken a picture of: its shape, its colour, its name.</summary>
internal static class ProductPicture
{
    private static readonly Dictionary<string, string> Colours = """
        berry 8a3a55, black 34353a, brass b8934a, celadon 9dbba4, chalk d9d4c8, charcoal 4a4e55,
        chestnut 7a4530, claret 70293b, clay b97a5f, dove a9adb3, forest 3c5a47, ink 2f3f63, ivory ddd3bd,
        moss 6b7348, natural c9a877, navy 2c3b57, oatmeal cdbfa5, olive 66683f, rust a9583a, sage 8d9f86,
        sand cbb185, sky 8fb1cc, slate 66727d, stone b3aa99, tan b07d4f, walnut 6f4e37, white e4e3de
        """.Split(',').Select(pair => pair.Trim().Split(' ')).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <param name="name">Any text; it is escaped.</param>
    /// <param name="colour">A name, of which the better known are understood; others become one of them.</param>
    public static string Draw(string slug, string name, string? colour)
    {
        var main = Colours.GetValueOrDefault(colour ?? "") ?? Colours.Values.ElementAt(Sum(slug) % Colours.Count);
        var shape = ProductShapes.For(slug)
            .Replace("\"M\"", $"\"#{main}\"", StringComparison.Ordinal)
            .Replace("\"D\"", $"\"#{Mixed(main, 0x16, 34)}\"", StringComparison.Ordinal)
            .Replace("\"L\"", $"\"#{Mixed(main, 0xff, 45)}\"", StringComparison.Ordinal);
        var title = WebUtility.HtmlEncode(name.Length <= 34 ? name : $"{name[..33].TrimEnd()}…");
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img" aria-label="{title}">
            <rect width="400" height="400" fill="#{Mixed(main, 0xfa, 86)}"/>
            <ellipse cx="200" cy="334" rx="128" ry="13" fill="#{Mixed(main, 0xd8, 74)}"/>
            {shape}
            <text x="200" y="378" text-anchor="middle" font-family="Georgia, serif" font-size="17"
            fill="#4b4742">{title}</text>
            </svg>
            """;
    }

    /// <summary>A colour with a share of grey in it, each channel by itself.</summary>
    private static string Mixed(string colour, int grey, int percent) => string.Concat(
        colour.Chunk(2).Select(pair => int.Parse(pair, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Select(channel => ((channel * (100 - percent)) + (grey * percent)) / 100)
            .Select(channel => channel.ToString("x2", CultureInfo.InvariantCulture)));

    private static int Sum(string text) => Encoding.UTF8.GetBytes(text).Sum(value => value);
}
