using System.Collections.Immutable;

namespace Shop.Catalog;

/// <summary>A product with all else that its answer is made of.</summary>
/// <param name="View">The product.</param>
/// <param name="Category">The one it is in, if any.</param>
/// <param name="Available">Pieces that can still be bought of each variant, in the order of the variants.</param>
internal readonly record struct ShownProduct(ProductView View, CategoryLink? Category, ImmutableArray<int> Available);
