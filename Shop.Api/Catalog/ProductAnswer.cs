using System.Collections.Immutable;

namespace Shop.Catalog;

/// <summary>A product as the shop shows it, with what can be bought of it now.</summary>
/// <param name="Price">In minor units of the currency. Variants without a price of their own cost this.</param>
/// <param name="Rating">The average of its ratings, 1 to 5, or 0 without any.</param>
/// <param name="Available">Pieces that can still be bought, of all active variants together.</param>
/// <param name="Version">Its entity tag.</param>
public sealed record ProductAnswer(
    Guid Id, string Name, string Slug, string Description, Guid? CategoryId, CategoryLink? Category,
    ImmutableArray<string> Tags, string Currency, long Price, bool IsActive, bool IsFeatured, Guid? SellerId,
    ImmutableArray<string> Images, ImmutableArray<VariantAnswer> Variants, decimal Rating, int RatingCount,
    long Available, bool IsInStock, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version) : IVersioned
{
    internal static ProductAnswer From(ShownProduct shown)
    {
        var (view, category, available) = shown;
        var details = view.Details;
        var variants = view.Variants.Zip(available, VariantAnswer.From).ToImmutableArray();
        var buyable = variants.Where(variant => variant.IsActive).Sum(variant => (long)variant.Available);
        return new(
            view.Id, details.Name, view.Slug, details.Description, details.CategoryId, category,
            details.Tags, details.Currency, details.Price, details.IsActive, details.IsFeatured, details.SellerId,
            details.Images, variants, view.Rating, view.RatingCount,
            buyable, buyable > 0, view.CreatedAt, view.UpdatedAt, view.Version);
    }
}

/// <param name="Price">What it costs, in minor units: its own price or the product's.</param>
/// <param name="Available">Pieces that can still be bought: on hand and not reserved.</param>
public sealed record VariantAnswer(
    Guid Id, string Sku, string Name, long Price, ImmutableSortedDictionary<string, string> Options, bool IsActive,
    int Available)
{
    internal static VariantAnswer From(VariantView variant, int available) => new(
        variant.Id, variant.Sku, variant.Name, variant.Price, variant.Options, variant.IsActive, available);
}

/// <summary>What a product tells of its category.</summary>
public sealed record CategoryLink(Guid Id, string Name, string Slug)
{
    internal static CategoryLink? From(CategoryView? view) =>
        view is null ? null : new(view.Id, view.Details.Name, view.Slug);
}
