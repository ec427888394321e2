using System.Collections.Immutable;

namespace Shop.Catalog;

/// <summary>A product of one kind says <c>sku</c> and <c>stock</c>; one of several has <c>variants</c>.</summary>
/// <param name="Price">In minor units.</param>
/// <param name="Slug">Made from the name when absent.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="SellerId">For admins; a seller's products are the seller's own.</param>
/// <param name="Images">URLs.</param>
/// <param name="Stock">Pieces on hand at the start.</param>
public sealed record CreateProductRequest(
    string Name, long Price, string? Slug = null, string Description = "", Guid? CategoryId = null,
    ImmutableArray<string>? Tags = null, string Currency = ProductRequests.DefaultCurrency, bool IsActive = true,
    bool IsFeatured = false, Guid? SellerId = null, ImmutableArray<string>? Images = null, string? Sku = null,
    int? Stock = null, ImmutableArray<NewVariantRequest>? Variants = null)
{
    internal bool HasVariants => Variants is { IsEmpty: false };

    internal CreateProduct ToCommand() => new(
        new(Name, Slug, Description, CategoryId, Tags ?? [], Currency, Price, IsActive, IsFeatured,
            SellerId, Images ?? []),
        HasVariants
            ? [.. Variants!.Value.Select(variant => variant.ToCommand())]
            : [new NewVariantRequest(Sku, Stock: Stock ?? 0).ToCommand()]);
}

/// <summary>Every detail anew; what is absent goes back to its default, but for the slug, which stays.</summary>
/// <param name="Price">In minor units.</param>
public sealed record ReplaceProductRequest(
    string Name, long Price, string? Slug = null, string Description = "", Guid? CategoryId = null,
    ImmutableArray<string>? Tags = null, string Currency = ProductRequests.DefaultCurrency, bool IsActive = true,
    bool IsFeatured = false, Guid? SellerId = null, ImmutableArray<string>? Images = null)
{
    internal ProductDetails ToDetails() => new(
        Name, Slug, Description, CategoryId, Tags ?? [], Currency, Price, IsActive, IsFeatured,
        SellerId, Images ?? []);
}

/// <summary>What is absent or null stays as it is.</summary>
/// <param name="Price">In minor units.</param>
public sealed record ChangeProductRequest(
    string? Name = null, long? Price = null, string? Slug = null, string? Description = null, Guid? CategoryId = null,
    ImmutableArray<string>? Tags = null, string? Currency = null, bool? IsActive = null, bool? IsFeatured = null,
    Guid? SellerId = null, ImmutableArray<string>? Images = null)
{
    internal ProductChanges ToChanges() => new()
    {
        Name = Name,
        Slug = Slug,
        Description = Description,
        CategoryId = CategoryId,
        Tags = Tags,
        Currency = Currency,
        Price = Price,
        IsActive = IsActive,
        IsFeatured = IsFeatured,
        SellerId = SellerId,
        Images = Images,
    };
}

/// <param name="Sku">Unique in the shop and fixed for good; made from the product and the options when absent.</param>
/// <param name="Name">Made from the options when absent.</param>
/// <param name="Price">In minor units; absent, the variant follows the product's price.</param>
/// <param name="Stock">Pieces on hand at the start.</param>
public sealed record NewVariantRequest(
    string? Sku = null, string? Name = null, long? Price = null, Dictionary<string, string?>? Options = null,
    bool IsActive = true, int Stock = 0)
{
    internal NewVariant ToCommand() =>
        new(Sku, new(Name, Price, ProductRequests.Whole(Options), IsActive), Stock);
}

/// <summary>Every detail anew. The SKU is not among them.</summary>
/// <param name="Price">In minor units; absent, the variant follows the product's price.</param>
public sealed record ReplaceVariantRequest(
    string? Name = null, long? Price = null, Dictionary<string, string?>? Options = null, bool IsActive = true)
{
    internal VariantDetails ToDetails() => new(Name, Price, ProductRequests.Whole(Options), IsActive);
}

/// <summary>What is absent or null stays as it is.</summary>
/// <param name="Price">In minor units.</param>
public sealed record ChangeVariantRequest(
    string? Name = null, long? Price = null, Dictionary<string, string?>? Options = null, bool? IsActive = null)
{
    internal VariantChanges ToChanges() =>
        new(Name, Price, Options is null ? null : ProductRequests.Whole(Options), IsActive);
}

internal static class ProductRequests
{
    public const string DefaultCurrency = "USD";

    /// <summary>A value that is null becomes an empty one, which the rules refuse.</summary>
    public static ImmutableSortedDictionary<string, string> Whole(Dictionary<string, string?>? options) =>
        (options ?? []).ToImmutableSortedDictionary(option => option.Key, option => option.Value ?? "");
}
