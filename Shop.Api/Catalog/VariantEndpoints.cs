using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Catalog;

/// <summary>Variants of a product. If-Match takes the product's entity tag.</summary>
internal static class VariantEndpoints
{
    public static void MapVariants(this IEndpointRouteBuilder app)
    {
        var variants = app.MapGroup("/products/{product}/variants").WithTags("Variants");

        variants.MapGet("/", List).ForEveryone();
        variants.MapPost("/", Add).Idempotent().ForSellers();
        variants.MapGet("/{variant}", View).ForEveryone();
        variants.MapPut("/{variant}", Replace).ForSellers();
        variants.MapPatch("/{variant}", Change).ForSellers();
        variants.MapDelete("/{variant}", Remove).ForSellers();
    }

    /// <summary>The variants of a product.</summary>
    private static async Task<Results<Ok<ImmutableArray<VariantAnswer>>, ProblemHttpResult>> List(
        [AsParameters] NamedProduct named)
    {
        var product = await named.View();
        return product.Error is { } error
            ? error.ToProblem()
            : TypedResults.Ok((await named.Show(product.Value!)).Variants);
    }

    /// <summary>Adds a variant with its first stock.</summary>
    private static async Task<Results<Created<VariantAnswer>, ProblemHttpResult>> Add(
        [AsParameters] NamedProduct named, NewVariantRequest request, IfMatch match)
    {
        var product = await named.Grain();
        var added = await product.AddVariant(named.By, named.Http.RequestId(), request.ToCommand(), match.Version);
        if (added.Error is { } refused)
            return refused.ToProblem();

        var (seen, id) = added.Value!;
        var answer = (await named.Show(seen)).Variants.Single(variant => variant.Id == id);
        return TypedResults.Created($"/api/v1/products/{seen.Id}/variants/{id}", answer);
    }

    /// <summary>One variant, by id or SKU.</summary>
    private static async Task<Results<Ok<VariantAnswer>, ProblemHttpResult>> View(
        [AsParameters] NamedProduct named, string variant)
    {
        var product = await named.View();
        return product.Error is { } error
            ? error.ToProblem()
            : await Answer(product, variant, named);
    }

    /// <summary>Replaces what is said of a variant.</summary>
    private static async Task<Results<Ok<VariantAnswer>, ProblemHttpResult>> Replace(
        [AsParameters] NamedProduct named, string variant, ReplaceVariantRequest request, IfMatch match)
    {
        var product = await named.Grain();
        var id = await Id(product, variant);
        var replaced = await product.ReplaceVariant(named.By, id, request.ToDetails(), match.Version);
        return await Answer(replaced, variant, named);
    }

    /// <summary>Changes what is named and leaves the rest.</summary>
    private static async Task<Results<Ok<VariantAnswer>, ProblemHttpResult>> Change(
        [AsParameters] NamedProduct named, string variant, ChangeVariantRequest request, IfMatch match)
    {
        var product = await named.Grain();
        var id = await Id(product, variant);
        var changed = await product.ChangeVariant(named.By, id, request.ToChanges(), match.Version);
        return await Answer(changed, variant, named);
    }

    /// <summary>Takes a variant out of the product.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        [AsParameters] NamedProduct named, string variant, IfMatch match)
    {
        var product = await named.Grain();
        var removed = await product.RemoveVariant(named.By, await Id(product, variant), match.Version);
        return removed.Error.ToHttp();
    }

    /// <summary>The id of the variant that a path names by id or SKU; when it names none, a wrong one.</summary>
    private static async Task<Guid> Id(IProductGrain product, string variant)
    {
        if (Guid.TryParse(variant, out var id))
            return id;

        var view = (await product.View()).Value;
        return view?.Variants.FirstOrDefault(one => IsNamed(one.Id, one.Sku, variant))?.Id ?? default;
    }

    private static async Task<Results<Ok<VariantAnswer>, ProblemHttpResult>> Answer(
        Result<ProductView> product, string variant, NamedProduct named)
    {
        if (product.Error is { } error)
            return error.ToProblem();

        var all = (await named.Show(product.Value!)).Variants;
        return all.FirstOrDefault(one => IsNamed(one.Id, one.Sku, variant)) is { } answer
            ? TypedResults.Ok(answer)
            : CatalogErrors.VariantNotFound.ToProblem();
    }

    private static bool IsNamed(Guid id, string sku, string name) =>
        sku.Equals(name, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(name, out var named) && named == id);
}
