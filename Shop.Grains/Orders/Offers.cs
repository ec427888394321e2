using System.Collections.Immutable;
using Shop.Carts;
using Shop.Catalog;

namespace Shop.Orders;

/// <summary>Asks today's prices of a cart's lines.</summary>
internal static class Offers
{
    /// <summary>By SKU; null for what is gone.</summary>
    public static async Task<IReadOnlyDictionary<string, Offer?>> Of(
        ImmutableArray<CartLine> lines, IGrainFactory grains)
    {
        var bySku = lines.DistinctBy(line => line.Sku).ToList();
        var offers = await Task.WhenAll(bySku.Select(line => grains.Product(line.ProductId).Offer(line.Sku)));
        return bySku.Zip(offers).ToDictionary(pair => pair.First.Sku, pair => pair.Second.Value);
    }
}
