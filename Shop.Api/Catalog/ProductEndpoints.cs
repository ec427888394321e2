using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Catalog;

internal static class ProductEndpoints
{
    public static void AddProducts(this IServiceCollection services)
    {
        services.AddSingleton<CatalogViews>();
        services.AddSingleton<LiveCatalog>();
        services.AddSingleton<Snapshots>();
        services.AddSingleton<StoredProducts>();
        services.AddSingleton<WrittenProducts>();
        services.AddSingleton<ProductCounts>();
        services.AddSingleton<ProductReader>();
        services.AddSingleton<ProductPages>();
    }

    public static void MapProducts(this IEndpointRouteBuilder app)
    {
        var products = app.MapGroup("/products").WithTags("Products");

        products.MapGet("/", ListProducts.Handle).WithQuery(ListProducts.Parameters).ForEveryone();
        products.MapPost("/", Create).Idempotent().ForSellers();
        products.MapGet("/{product}", View).ForEveryone().DisableRequestTimeout().DisableValidation();
        products.MapPut("/{product}", Replace).ForSellers();
        products.MapPatch("/{product}", Change).ForSellers();
        products.MapDelete("/{product}", Remove).ForSellers();
    }

    /// <summary>Adds a product with its variants and their first stock.</summary>
    private static async Task<Results<Created<ProductAnswer>, ProblemHttpResult>> Create(
        CreateProductRequest request, HttpContext http, IGrainFactory grains, LiveCatalog catalog)
    {
        if (request.HasVariants && (request.Sku is not null || request.Stock is not null))
            return CatalogErrors.Unacceptable("variants", "Each variant has its own SKU and stock.").ToProblem();

        var created = await grains.Product(http.RequestId()).Create(http.Caller(), request.ToCommand());
        if (created.Error is { } refused)
            return (request.HasVariants ? refused : OfTheProduct(refused)).ToProblem();

        var answer = ProductAnswer.From(await catalog.Show(created.Value!));
        return TypedResults.Created($"/api/v1/products/{answer.Id}", answer);
    }

    /// <summary>One product, by id or slug, with what of it can be bought now.</summary>
    private static async Task<Results<Written<ProductAnswer>, ProblemHttpResult>> View(
        [AsParameters] NamedProduct named, WrittenProducts written) =>
        await named.Answer(await named.View(), written);

    /// <summary>Replaces what is said of a product; its variants stay.</summary>
    private static async Task<Results<Written<ProductAnswer>, ProblemHttpResult>> Replace(
        [AsParameters] NamedProduct named, ReplaceProductRequest request, IfMatch match, WrittenProducts written)
    {
        var product = await named.Grain();
        return await named.Answer(await product.Replace(named.By, request.ToDetails(), match.Version), written);
    }

    /// <summary>Changes what is named and leaves the rest.</summary>
    private static async Task<Results<Written<ProductAnswer>, ProblemHttpResult>> Change(
        [AsParameters] NamedProduct named, ChangeProductRequest request, IfMatch match, WrittenProducts written)
    {
        var product = await named.Grain();
        return await named.Answer(await product.Change(named.By, request.ToChanges(), match.Version), written);
    }

    /// <summary>
    /// Removes a product. It is gone from lists and addresses. Orders that have it keep what they know of it.
    /// </summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        [AsParameters] NamedProduct named, IfMatch match)
    {
        var product = await named.Grain();
        return (await product.Remove(named.By, match.Version)).ToHttp();
    }

    /// <summary>Whoever gave no variants is told of the field as they named it.</summary>
    private static Error OfTheProduct(Error refused) =>
        refused with { Field = refused.Field?.Replace("variants[0].", "", StringComparison.Ordinal) };
}
