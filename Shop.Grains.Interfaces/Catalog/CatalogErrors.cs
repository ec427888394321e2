namespace Shop.Catalog;

public static class CatalogErrors
{
    public static readonly Error ProductNotFound = Error.NotFound("product_not_found", "There is no such product.");

    public static readonly Error VariantNotFound =
        Error.NotFound("variant_not_found", "The product has no such variant.");

    public static readonly Error CategoryNotFound = Error.NotFound("category_not_found", "There is no such category.");

    public static readonly Error Changed = Error.Stale("catalog_changed", "It has changed since it was read.");

    public static readonly Error SlugTaken = Error.Conflict("slug_taken", "The slug is in use.");

    public static readonly Error LastVariant =
        Error.Conflict("last_variant", "A product keeps at least one variant.");

    public static readonly Error CategoryNotEmpty =
        Error.Conflict("category_not_empty", "Products or other categories are in this category.");

    public static readonly Error CategoryInsideItself =
        Error.Conflict("category_inside_itself", "A category cannot be inside itself.");

    public static Error TooManyVariants(int most) =>
        Error.Conflict("too_many_variants", "A product has a limited number of variants.", $"It is {most}.");

    /// <param name="field">In <c>snake_case</c>, as the request names it.</param>
    public static Error CategoryUnknown(string field) =>
        Error.Invalid("category_unknown", "The category that is named does not exist.", field: field);

    /// <param name="field">In <c>snake_case</c>, as the request names it.</param>
    /// <param name="rule">What an acceptable value looks like.</param>
    public static Error Unacceptable(string field, string rule) =>
        Error.Invalid("value_unacceptable", "A value is not one that the catalogue takes.", rule, field);
}
