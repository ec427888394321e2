namespace Shop.Catalog;

/// <summary>What a category is. That none is inside itself the database sees: it takes all to see.</summary>
[GenerateSerializer, Immutable, Alias("catalog.Category")]
public sealed record Category
{
    private static readonly CategoryDetails Nothing = new("", "", "", null, 0);

    [Id(0)] public Guid Id { get; init; }
    [Id(1)] public CategoryDetails Details { get; init; } = Nothing;
    [Id(2)] public DateTimeOffset CreatedAt { get; init; }
    [Id(3)] public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Zero when it does not exist.</summary>
    [Id(4)] public long Version { get; init; }

    public static Result<Category> Create(Guid id, CategoryDetails details, DateTimeOffset now) =>
        new Category { Id = id, CreatedAt = now }.With(details, now);

    public Result<Category> Replace(CategoryDetails details, DateTimeOffset now) =>
        With(details with { Slug = details.Slug ?? Details.Slug }, now);

    public Result<Category> Change(CategoryChanges changes, DateTimeOffset now) => With(Details.With(changes), now);

    /// <summary>Why it cannot be edited at this version; null when it can.</summary>
    public Error? Refuses(long? version)
    {
        if (Version == 0)
            return CatalogErrors.CategoryNotFound;

        return version is { } seen && seen != Version ? CatalogErrors.Changed : null;
    }

    /// <summary>The same category where its name alone would be another's slug.</summary>
    public Category WithIdInSlug() => this with { Details = Details with { Slug = Slug.WithId(Details.Slug!, Id) } };

    public Result<CategoryView> View() => Version == 0
        ? CatalogErrors.CategoryNotFound
        : new CategoryView(Id, Details.Slug!, Details, CreatedAt, UpdatedAt, Version);

    private Result<Category> With(CategoryDetails details, DateTimeOffset now)
    {
        var kept = CatalogRules.Tidied(details, Id);
        if (CatalogRules.Fault(kept) is { } fault)
            return fault;

        return this with { Details = kept, UpdatedAt = now, Version = Version + 1 };
    }
}
