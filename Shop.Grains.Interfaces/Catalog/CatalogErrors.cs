namespace Shop.Catalog;

public static class CatalogErrors
{
    public static readonly Error ProductNotFound = Error.NotFound("product_not_found", "There is no such product.");

    public static readonly Error VariantNotFound =
        Error.NotFound("variant_not_found", "The product has no such variant.");

    public static readonly Error CategoryNotFound = Error.NotFound("category_not_found", "There is no such category.");

    public static readonly Error ChangedSince = Error.Stale("changed_since", "It changed since you read it.");

    public static readonly Error LastVariant =
        Error.Conflict("last_variant", "A product keeps at least one variant.");

    public static readonly Error CategoryNotEmpty =
        Error.Conflict("category_not_empty", "Products or other categories are in this category.");

    public static readonly Error CategoryInsideItself =
        Error.Conflict("category_inside_itself", "A category cannot be inside itself.");

    public static Error SlugTaken(string slug) =>
        Error.Conflict("slug_taken", "The slug is in use.", $"It is '{slug}'.");

    /// <param name="field">In <c>snake_case</c>, as the request names it.</param>
    /// <param name="why">What an acceptable value looks like.</param>
    public static Error Unacceptable(string field, string why) =>
        Error.Invalid("validation_failed", "The request is not acceptable.", why, field);
}
