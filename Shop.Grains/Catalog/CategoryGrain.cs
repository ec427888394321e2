namespace Shop.Catalog;

/// <inheritdoc cref="ICategoryGrain"/>
/// <remarks>What concerns several categories at once, only the database can decide; its constraints do.</remarks>
internal sealed class CategoryGrain(
    [PersistentState("categories", StateStores.Documents)] IPersistentState<Category> storage,
    ActiveViews<Guid, CategoryView> views, TimeProvider clock)
    : Grain, ICategoryGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Show();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        views.Hide(this.GetPrimaryKey());
        return Task.CompletedTask;
    }

    public Task<Result<CategoryView>> View() => Task.FromResult(Category.View());

    public async Task<Result<CategoryView>> Create(CategoryDetails details)
    {
        if (Category.Version > 0)
            return Category.View();

        var created = Category.Create(this.GetPrimaryKey(), details, clock.GetUtcNow());
        var answer = await Save(created);
        return answer.Error?.Code == CatalogErrors.SlugTaken.Code && details.Slug is null
            ? await Save(created.Value!.WithIdInSlug())
            : answer;
    }

    public async Task<Result<CategoryView>> Replace(CategoryDetails details, long? version) =>
        Category.Refuses(version) is { } refused
            ? refused
            : await Save(Category.Replace(details, clock.GetUtcNow()));

    public async Task<Result<CategoryView>> Change(CategoryChanges changes, long? version) =>
        Category.Refuses(version) is { } refused
            ? refused
            : await Save(Category.Change(changes, clock.GetUtcNow()));

    public async Task<Error?> Remove(long? version)
    {
        if (Category.Refuses(version) is { } refused)
            return refused;

        var stays = await storage.Clear(
            violated => violated is "products_category" or "categories_parent" ? CatalogErrors.CategoryNotEmpty : null);
        Show();
        return stays;
    }

    private async Task<Result<CategoryView>> Save(Result<Category> next)
    {
        if ((next.Error ?? await storage.Save(next.Value!, violated => Refusal(violated, next.Value!))) is { } refused)
            return refused;

        Show();
        return Category.View();
    }

    private void Show() => views.Show(this.GetPrimaryKey(), Category.View().Value);

    private static Error? Refusal(string violated, Category next) => violated switch
    {
        "categories_slug" => CatalogErrors.SlugTaken with { Detail = $"It is {next.Details.Slug}." },
        "categories_parent" => CatalogErrors.CategoryUnknown("parent_id"),
        "categories_inside_itself" => CatalogErrors.CategoryInsideItself,
        _ => null,
    };

    private Category Category => storage.State;
}
