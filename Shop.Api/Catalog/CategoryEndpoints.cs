using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Catalog;

internal static class CategoryEndpoints
{
    public static void MapCategories(this IEndpointRouteBuilder app)
    {
        var categories = app.MapGroup("/categories").WithTags("Categories");

        categories.MapGet("/", ListCategories.Handle).WithQuery(ListCategories.Parameters).ForEveryone();
        categories.MapPost("/", Create).Idempotent().ForAdmins();
        categories.MapGet("/{category}", View).ForEveryone();
        categories.MapPut("/{category}", Replace).ForAdmins();
        categories.MapPatch("/{category}", Change).ForAdmins();
        categories.MapDelete("/{category}", Remove).ForAdmins();
    }

    /// <summary>Adds a category, at the top or below another.</summary>
    private static async Task<Results<Created<CategoryAnswer>, ProblemHttpResult>> Create(
        HttpContext http, CategoryRequest request, IGrainFactory grains) =>
        Answer(await grains.Category(http.RequestId()).Create(request.ToDetails()))
            .ToCreated(created => $"/api/v1/categories/{created.Id}");

    /// <summary>One category, by id or slug.</summary>
    private static async Task<Results<Ok<CategoryAnswer>, ProblemHttpResult>> View(
        [AsParameters] NamedCategory named) =>
        Answer(await (await named.Grain()).View()).ToHttp();

    /// <summary>Replaces what is said of a category.</summary>
    private static async Task<Results<Ok<CategoryAnswer>, ProblemHttpResult>> Replace(
        [AsParameters] NamedCategory named, CategoryRequest request, IfMatch match) =>
        Answer(await (await named.Grain()).Replace(request.ToDetails(), match.Version)).ToHttp();

    /// <summary>Changes what is named and leaves the rest.</summary>
    private static async Task<Results<Ok<CategoryAnswer>, ProblemHttpResult>> Change(
        [AsParameters] NamedCategory named, ChangeCategoryRequest request, IfMatch match) =>
        Answer(await (await named.Grain()).Change(request.ToChanges(), match.Version)).ToHttp();

    /// <summary>Removes a category that nothing is in.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        [AsParameters] NamedCategory named, IfMatch match) =>
        (await (await named.Grain()).Remove(match.Version)).ToHttp();

    private static Result<CategoryAnswer> Answer(Result<CategoryView> result) =>
        result.Error is { } error ? error : CategoryAnswer.From(result.Value!);

    /// <param name="Slug">Made from the name when absent; on a change, what it was.</param>
    /// <param name="ParentId">The category it is in; absent, it is at the top.</param>
    /// <param name="Position">Its place among its siblings.</param>
    public sealed record CategoryRequest(
        string Name, string? Slug = null, string Description = "", Guid? ParentId = null, int Position = 0)
    {
        internal CategoryDetails ToDetails() => new(Name, Slug, Description, ParentId, Position);
    }

    /// <summary>What is absent or null stays as it is.</summary>
    public sealed record ChangeCategoryRequest(
        string? Name = null, string? Slug = null, string? Description = null, Guid? ParentId = null,
        int? Position = null)
    {
        internal CategoryChanges ToChanges() => new(Name, Slug, Description, ParentId, Position);
    }
}
