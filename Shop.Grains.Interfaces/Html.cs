using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Shop;

/// <summary>Markup. Whatever is put into it is text and is escaped, unless it is markup itself.</summary>
/// <remarks><c>Html.Of($"&lt;p&gt;{name}&lt;/p&gt;")</c> cannot be broken by any name.</remarks>
public sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string markup;

    private Html(string markup) => this.markup = markup;

    public static Html Empty { get; } = new("");

    public static Html Of(Markup markup) => new(markup.ToString());

    /// <summary>Many pieces, one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    public override string ToString() => markup;

    /// <summary>What the compiler makes of an interpolated string that becomes <see cref="Html"/>.</summary>
    [InterpolatedStringHandler]
    public readonly struct Markup
    {
        private readonly StringBuilder markup;

        public Markup(int literalLength, int formattedCount) =>
            markup = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => markup.Append(literal);

        public void AppendFormatted(string? text) => markup.Append(Encoder.Encode(text ?? ""));

        public void AppendFormatted(Html? html) => markup.Append(html);

        public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable =>
            AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        public override string ToString() => markup.ToString();
    }
}
