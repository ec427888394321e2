using System.Collections.Immutable;
using Shop.Inventory;

namespace Shop.Catalog;

/// <summary>A product with all else that its answer is made of.</summary>
/// <param name="View">The product.</param>
/// <param name="Category">The one it is in, if any.</param>
/// <param name="Available">Pieces that can still be bought of each variant, in the order of the variants.</param>
internal readonly record struct ShownProduct(ProductView View, CategoryLink? Category, ImmutableArray<int> Available)
{
    /// <summary>With the stock as its grains have it this moment.</summary>
    public static async Task<ShownProduct> Now(ProductView view, IGrainFactory grains)
    {
        var category = view.Details.CategoryId is { } id ? grains.Category(id).View() : null;
        var stocks = await Task.WhenAll(view.Variants.Select(variant => grains.Inventory(variant.Sku).View()));
        return new(
            view,
            category is null ? null : CategoryLink.From((await category).Value),
            [.. stocks.Select(stock => stock.Value?.Available ?? 0)]);
    }
}
