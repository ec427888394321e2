namespace Shop.Catalog;

/// <summary>Lays changes over details: what a change leaves out stays.</summary>
internal static class ChangesOverDetails
{
    public static ProductDetails With(this ProductDetails details, ProductChanges changes) => new(
        changes.Name ?? details.Name,
        changes.Slug ?? details.Slug,
        changes.Description ?? details.Description,
        changes.CategoryId ?? details.CategoryId,
        changes.Tags ?? details.Tags,
        changes.Currency ?? details.Currency,
        changes.Price ?? details.Price,
        changes.IsActive ?? details.IsActive,
        changes.IsFeatured ?? details.IsFeatured,
        changes.SellerId ?? details.SellerId,
        changes.Images ?? details.Images);

    public static VariantDetails With(this VariantDetails details, VariantChanges changes) => new(
        changes.Name ?? details.Name,
        changes.Price ?? details.Price,
        changes.Options ?? details.Options,
        changes.IsActive ?? details.IsActive);

    public static CategoryDetails With(this CategoryDetails details, CategoryChanges changes) => new(
        changes.Name ?? details.Name,
        changes.Slug ?? details.Slug,
        changes.Description ?? details.Description,
        changes.ParentId ?? details.ParentId,
        changes.Position ?? details.Position);
}
