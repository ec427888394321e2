namespace Shop.Catalog;

/// <summary>One kind of a product that is stocked by itself.</summary>
/// <param name="Sku">Fixed for good.</param>
/// <param name="Details">Its name is filled in.</param>
/// <param name="Request">The request that added it; empty for one that came with the product.</param>
[GenerateSerializer, Immutable, Alias("catalog.Variant")]
public sealed record Variant(Guid Id, string Sku, VariantDetails Details, Guid Request = default)
{
    public static Variant From(Guid id, string sku, VariantDetails details) =>
        new(id, sku, details with { Name = details.Name?.Trim() ?? NameFrom(details) });

    /// <param name="price">The product's, in minor units, which it follows unless it has its own.</param>
    public VariantView ToView(long price) =>
        new(Id, Sku, Details.Name!, Details.Price ?? price, Details.Options, Details.IsActive);

    private static string NameFrom(VariantDetails details) =>
        details.Options.IsEmpty ? "Standard" : string.Join(" / ", details.Options.Values);
}
