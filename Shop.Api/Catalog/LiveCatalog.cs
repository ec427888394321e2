using System.Runtime.InteropServices;
using Dapper;
using Npgsql;
using Shop.Inventory;

namespace Shop.Catalog;

/// <summary>
/// Products with their stock as the grains have them this moment. A grain that is active here need not be called.
/// </summary>
internal sealed class LiveCatalog(IGrainFactory grains, NpgsqlDataSource database, CatalogViews views)
{
    private const string BySlug = "select id from products where slug = @slug and not is_removed";

    /// <summary>By id or slug. A slug that nobody has leads to a product that never was.</summary>
    public async ValueTask<Guid> Find(string product, CancellationToken aborted)
    {
        if (Guid.TryParse(product, out var id))
            return id;

        await using var connection = await database.OpenConnectionAsync(aborted);
        var query = new CommandDefinition(
            BySlug, new { slug = product.ToLowerInvariant() }, cancellationToken: aborted);
        return await connection.QuerySingleOrDefaultAsync<Guid>(query);
    }

    public async ValueTask<Result<ProductView>> View(Guid product) =>
        views.Products.Find(product) ?? await grains.Product(product).View();

    /// <summary>The product with all that is shown of it.</summary>
    public async ValueTask<ShownProduct> Show(ProductView product)
    {
        var stocks = new int[product.Variants.Length];
        List<Task>? asked = null;
        for (var i = 0; i < stocks.Length; i++)
        {
            if (views.Stocks.Find(product.Variants[i].Sku) is { } stock)
                stocks[i] = stock.Available;
            else
                (asked ??= []).Add(Ask(product.Variants[i].Sku, stocks, i));
        }

        var category = product.Details.CategoryId is { } id ? await Category(id) : null;
        if (asked is not null)
            await Task.WhenAll(asked);
        return new(product, CategoryLink.From(category), ImmutableCollectionsMarshal.AsImmutableArray(stocks));
    }

    private async ValueTask<CategoryView?> Category(Guid id) =>
        views.Categories.Find(id) ?? (await grains.Category(id).View()).Value;

    private async Task Ask(string sku, int[] stocks, int place) =>
        stocks[place] = (await grains.Inventory(sku).View()).Value?.Available ?? 0;
}

/// <summary>The catalogue's grains that are active in this process.</summary>
internal sealed record CatalogViews(
    ActiveViews<Guid, ProductView> Products,
    ActiveViews<Guid, CategoryView> Categories,
    ActiveViews<string, StockView> Stocks);
