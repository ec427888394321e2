namespace Shop.Catalog;

/// <summary>What staff may write of products, variants and categories.</summary>
internal static class CatalogRules
{
    public const int MaxName = 200;
    public const int MaxDescription = 20_000;
    public const int MaxTags = 50;
    public const int MaxWord = 100;
    public const int MaxOptions = 10;
    public const int MaxImages = 30;
    public const int MaxUrl = 2_000;

    /// <summary>In minor units. A thousand lines of 99 pieces at this price still fit a <c>long</c>.</summary>
    public const long MaxPrice = 1_000_000_000_000;

    public const int MaxStock = 1_000_000;

    /// <summary>Without what differs only in writing: spaces around it, upper case in tags, a tag twice.</summary>
    public static ProductDetails Tidied(ProductDetails details, Guid id) => details with
    {
        Name = details.Name.Trim(),
        Slug = details.Slug ?? SlugFor(details.Name, id),
        Tags = [.. details.Tags.Select(tag => tag.Trim().ToLowerInvariant()).Distinct()],
        Currency = details.Currency.ToUpperInvariant(),
    };

    public static CategoryDetails Tidied(CategoryDetails details, Guid id) => details with
    {
        Name = details.Name.Trim(),
        Slug = details.Slug ?? SlugFor(details.Name, id),
    };

    public static Error? Fault(ProductDetails details) =>
        FaultInTexts(details.Name, details.Slug!, details.Description)
        ?? Unless(details.Tags.Length <= MaxTags && details.Tags.All(tag => IsLine(tag, MaxWord) && !tag.Contains(',')),
            "tags", $"At most {MaxTags} tags of 1 to {MaxWord} letters, without commas.")
        ?? Unless(Currency.IsKnown(details.Currency), "currency", "A currency is an ISO 4217 code such as USD.")
        ?? Unless(IsPrice(details.Price), "price", PriceRule)
        ?? Unless(details.Images.Length <= MaxImages && details.Images.All(IsAddress),
            "images", $"At most {MaxImages} addresses, http, https or a path on this shop.");

    public static Error? Fault(VariantDetails details) =>
        Unless(details.Name is null || IsLine(details.Name.Trim(), MaxName), "name", NameRule)
        ?? Unless(details.Price is not { } price || IsPrice(price), "price", PriceRule)
        ?? Unless(details.Options.Count <= MaxOptions && details.Options.All(IsOption),
            "options", $"At most {MaxOptions} options, each named and valued in 1 to {MaxWord} letters.");

    public static Error? Fault(CategoryDetails details) =>
        FaultInTexts(details.Name, details.Slug!, details.Description)
        ?? Unless(details.Position is >= 0 and <= 1_000_000, "position", "A position is 0 to 1000000.");

    private static readonly string NameRule = $"A name is 1 to {MaxName} letters on one line.";
    private static readonly string PriceRule = $"A price is 1 to {MaxPrice} minor units.";

    private static Error? FaultInTexts(string name, string slug, string description) =>
        Unless(IsLine(name, MaxName), "name", NameRule)
        ?? Unless(Slug.IsWellFormed(slug), "slug", "A slug is a-z and 0-9 in groups joined by single dashes.")
        ?? Unless(description.Length <= MaxDescription && !description.Any(IsForbidden),
            "description", $"A description is at most {MaxDescription} letters, without control characters.");

    private static Error? Unless(bool acceptable, string field, string rule) =>
        acceptable ? null : CatalogErrors.Unacceptable(field, rule);

    private static string SlugFor(string name, Guid id) =>
        Slug.From(name) is var slug && Slug.IsWellFormed(slug) ? slug : Slug.WithId(slug, id);

    private static bool IsPrice(long price) => price is > 0 and <= MaxPrice;

    private static bool IsOption(KeyValuePair<string, string> option) =>
        IsLine(option.Key, MaxWord) && IsLine(option.Value, MaxWord);

    private static bool IsLine(string text, int length) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= length && !text.Any(char.IsControl);

    /// <remarks>PostgreSQL keeps no NUL in a text; the others have no business on a page.</remarks>
    private static bool IsForbidden(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');

    private static bool IsAddress(string address) =>
        address.Length <= MaxUrl && !address.Any(char.IsControl)
        && ((address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal))
            || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"));
}
