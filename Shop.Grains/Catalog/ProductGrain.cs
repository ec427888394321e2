using Shop.Inventory;

namespace Shop.Catalog;

/// <inheritdoc cref="IProductGrain"/>
/// <remarks>
/// The database is the referee over slugs and SKUs: the write of the product claims them. Only then is their stock
/// opened, and the product remembers which is still to be, so that the next activation goes on after a crash.
/// </remarks>
internal sealed class ProductGrain(
    [PersistentState("products", StateStores.Documents)] IPersistentState<Product> storage,
    ActiveViews<Guid, ProductView> views, TimeProvider clock)
    : Grain, IProductGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await OpenStock();
        Show();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        views.Hide(this.GetPrimaryKey());
        return Task.CompletedTask;
    }

    public Task<Result<ProductView>> View() => Task.FromResult(Product.View());

    public Task<Result<Offer>> Offer(string sku) => Task.FromResult(Product.Offer(sku));

    public async Task<Result<ProductView>> Create(Caller by, CreateProduct command)
    {
        if (Product.Version > 0)
            return Product.View();

        var created = Product.Create(this.GetPrimaryKey(), by, command, clock.GetUtcNow());
        if (created.Error is { } unacceptable)
            return unacceptable;

        var answer = await Save(created.Value!);
        return answer.Error?.Code == CatalogErrors.SlugTaken.Code && command.Details.Slug is null
            ? await Save(created.Value!.WithIdInSlug())
            : answer;
    }

    public Task<Result<ProductView>> Replace(Caller by, ProductDetails details, long? version) =>
        Edit(by, version, (product, now) => product.Replace(by, details, now));

    public Task<Result<ProductView>> Change(Caller by, ProductChanges changes, long? version) =>
        Edit(by, version, (product, now) => product.Change(by, changes, now));

    public async Task<Error?> Remove(Caller by, long? version)
    {
        if (Product.Refuses(by, version) is { } refused)
            return refused;

        await storage.Save(Product.Remove(clock.GetUtcNow()));
        Show();
        return null;
    }

    public async Task<Result<AddedVariant>> AddVariant(Caller by, Guid request, NewVariant variant, long? version)
    {
        if (Product.AddedBy(request) is not null && Product.Refuses(by, version: null) is null)
            return Added(request);

        var edited = await Edit(by, version, (product, now) => product.Add(variant, now, request));
        return edited.Error is { } refused ? refused : Added(request);
    }

    public Task<Result<ProductView>> ReplaceVariant(Caller by, Guid variantId, VariantDetails details, long? version) =>
        Edit(by, version, (product, now) => product.ReplaceVariant(variantId, details, now));

    public Task<Result<ProductView>> ChangeVariant(Caller by, Guid variantId, VariantChanges changes, long? version) =>
        Edit(by, version, (product, now) => product.ChangeVariant(variantId, changes, now));

    public Task<Result<ProductView>> RemoveVariant(Caller by, Guid variantId, long? version) =>
        Edit(by, version, (product, now) => product.RemoveVariant(variantId, now));

    private AddedVariant Added(Guid request) => new(Product.View().Value!, Product.AddedBy(request)!.Id);

    private async Task<Result<ProductView>> Edit(
        Caller by, long? version, Func<Product, DateTimeOffset, Result<Product>> rule)
    {
        if (Product.Refuses(by, version) is { } refused)
            return refused;

        var next = rule(Product, clock.GetUtcNow());
        return next.Error is { } unacceptable ? unacceptable : await Save(next.Value!);
    }

    private async Task<Result<ProductView>> Save(Product next)
    {
        if (await storage.Save(next, violated => Refusal(violated, next)) is { } refused)
            return refused;

        await OpenStock();
        Show();
        return Product.View();
    }

    private void Show() => views.Show(this.GetPrimaryKey(), Product.View().Value);

    private async Task OpenStock()
    {
        if (Product.Unopened.IsEmpty)
            return;

        try
        {
            await Task.WhenAll(Product.Unopened.Keys.Select(Open));
            await storage.Save(Product.Opened());
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Open(string sku)
    {
        var variant = Product.Variants.Single(one => one.Sku == sku);
        var stock = new OpenStock(Product.Id, variant.Id, Product.Unopened[sku]);
        var opened = await GrainFactory.Inventory(sku).Open(stock);
        if (opened.Error is { } refused)
            throw new InvalidOperationException($"{sku} is this product's, yet its stock says {refused.Code}.");
    }

    private static Error? Refusal(string violated, Product next) => violated switch
    {
        "products_slug" => CatalogErrors.SlugTaken with { Detail = $"It is {next.Details.Slug}." },
        "products_category" => CatalogErrors.CategoryUnknown("category_id"),
        "skus_pkey" => InventoryErrors.SkuTaken,
        _ => null,
    };

    private Product Product => storage.State;
}
