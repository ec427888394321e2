using System.Collections.Immutable;
using System.Text.Json;

namespace Shop.Notifications;

/// <summary>
/// What a mail says, apart from how it looks. Its HTML and its text are made of the same parts, so neither can say what
/// the other does not, and nothing in it can break out of the markup.
/// </summary>
internal sealed record Letter(LetterHead Head, string Subject, ImmutableArray<LetterPart> Parts)
{
    /// <summary>Reads the body of a message.</summary>
    /// <exception cref="JsonException">It is not what its kind promises.</exception>
    public static T Read<T>(string body) =>
        JsonSerializer.Deserialize<T>(body, ShopJson.Options) ?? throw new JsonException("The body is null.");
}

/// <summary>What stands on every letter.</summary>
/// <param name="Shop">The name of the shop.</param>
/// <param name="Storefront">Where its customers shop, without a slash at the end; null when there is none.</param>
internal sealed record LetterHead(string Shop, string? Storefront);

internal abstract record LetterPart;

internal sealed record Paragraph(string Text) : LetterPart;

/// <summary>A one-time code, to be read and typed.</summary>
internal sealed record OneTimeCode(string Text) : LetterPart;

/// <summary>Somewhere to go.</summary>
/// <param name="Url">Absolute, http or https.</param>
internal sealed record Link(string Label, string Url) : LetterPart;

/// <summary>What was bought.</summary>
/// <param name="Total">With its currency, as all amounts here.</param>
internal sealed record Bill(ImmutableArray<BillLine> Lines, string Total) : LetterPart;

internal sealed record BillLine(int Quantity, string Name, string Amount);

/// <summary>Lines that belong together, as an address.</summary>
internal sealed record Block(string Title, ImmutableArray<string> Lines) : LetterPart;
