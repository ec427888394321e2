using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Catalog;

/// <summary>The product that a path names, and who asks for it.</summary>
/// <param name="Product">Its id or its slug.</param>
internal readonly record struct NamedProduct(
    string Product, IGrainFactory Grains, NpgsqlDataSource Database, HttpContext Http)
{
    private const string BySlug = "select id from products where slug = @slug and not is_removed";

    public Caller By => Http.Caller();

    /// <summary>A slug that nobody has leads to a product that never was, which is not found like any other.</summary>
    public async Task<IProductGrain> Grain() =>
        Grains.Product(Guid.TryParse(Product, out var id) ? id : await Find(Product.ToLowerInvariant()));

    /// <summary>The product, unless it is hidden from who asks.</summary>
    public async Task<Result<ProductView>> View()
    {
        var product = await (await Grain()).View();
        return product.Value is { } view && !IsHidden(view.Details) ? view : CatalogErrors.ProductNotFound;
    }

    public async Task<Results<Written<ProductAnswer>, ProblemHttpResult>> Answer(
        Result<ProductView> result, WrittenProducts written)
    {
        if (result.Error is { } error)
            return error.ToProblem();

        var product = written.Of(await ShownProduct.Now(result.Value!, Grains));
        return new Written<ProductAnswer>(new[] { product.Json }, product);
    }

    private bool IsHidden(ProductDetails details) =>
        !details.IsActive && !Http.IsAdmin() && (details.SellerId is null || details.SellerId != Http.UserIdOrNull());

    private async Task<Guid> Find(string slug)
    {
        await using var connection = await Database.OpenConnectionAsync(Http.RequestAborted);
        var query = new CommandDefinition(BySlug, new { slug }, cancellationToken: Http.RequestAborted);
        return await connection.QuerySingleOrDefaultAsync<Guid>(query);
    }
}
