using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Catalog;

/// <summary>The product that a path names, and who asks for it.</summary>
/// <param name="Product">Its id or its slug.</param>
internal readonly record struct NamedProduct(
    string Product, IGrainFactory Grains, LiveCatalog Catalog, HttpContext Http)
{
    public Caller By => Http.Caller();

    /// <summary>A name that nobody has leads to a product that never was, which is not found like any other.</summary>
    public async ValueTask<IProductGrain> Grain() =>
        Grains.Product(await Catalog.Find(Product, Http.RequestAborted));

    /// <summary>The product, unless it is hidden from who asks.</summary>
    public async ValueTask<Result<ProductView>> View()
    {
        var product = await Catalog.View(await Catalog.Find(Product, Http.RequestAborted));
        return product.Value is { } view && !IsHidden(view.Details) ? view : CatalogErrors.ProductNotFound;
    }

    public async ValueTask<Results<Written<ProductAnswer>, ProblemHttpResult>> Answer(
        Result<ProductView> result, WrittenProducts written)
    {
        if (result.Error is { } error)
            return error.ToProblem();

        var product = written.Of(await Catalog.Show(result.Value!));
        return new Written<ProductAnswer>(new[] { product.Json }, product);
    }

    /// <summary>What the grain has answered, with what can be bought of it now.</summary>
    public async ValueTask<ProductAnswer> Show(ProductView product) => ProductAnswer.From(await Catalog.Show(product));

    private bool IsHidden(ProductDetails details) =>
        !details.IsActive && !Http.IsAdmin() && (details.SellerId is null || details.SellerId != Http.UserIdOrNull());
}
