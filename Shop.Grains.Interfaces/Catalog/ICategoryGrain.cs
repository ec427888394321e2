namespace Shop.Catalog;

/// <summary>One category, perhaps inside another. The key is the category's id.</summary>
[Alias("catalog.ICategoryGrain")]
public interface ICategoryGrain : IGrainWithGuidKey
{
    [ReadOnly, Alias("View")]
    Task<Result<CategoryView>> View();

    /// <summary>A repeat answers what is there.</summary>
    [Alias("Create")]
    Task<Result<CategoryView>> Create(CategoryDetails details);

    /// <summary>Every detail anew. Refuses a parent that lies inside it. A missing slug stays what it was.</summary>
    [Alias("Replace")]
    Task<Result<CategoryView>> Replace(CategoryDetails details, long? version);

    [Alias("Change")]
    Task<Result<CategoryView>> Change(CategoryChanges changes, long? version);

    /// <summary>Refuses while products or other categories are in it.</summary>
    [Alias("Remove")]
    Task<Error?> Remove(long? version);
}

/// <param name="Slug">Its name in addresses, unique; null makes one from the name.</param>
/// <param name="ParentId">The category it is in; null is the top.</param>
/// <param name="Position">Its place among its siblings.</param>
[GenerateSerializer, Immutable, Alias("catalog.CategoryDetails")]
public sealed record CategoryDetails(string Name, string? Slug, string Description, Guid? ParentId, int Position);

/// <summary>What to change of a category; null leaves a detail as it is.</summary>
[GenerateSerializer, Immutable, Alias("catalog.CategoryChanges")]
public sealed record CategoryChanges(string? Name, string? Slug, string? Description, Guid? ParentId, int? Position);

/// <param name="Version">Grows with every edit.</param>
[GenerateSerializer, Immutable, Alias("catalog.CategoryView")]
public sealed record CategoryView(
    Guid Id, string Slug, CategoryDetails Details, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version);

public static class CategoryKeys
{
    public static ICategoryGrain Category(this IGrainFactory grains, Guid id) => grains.GetGrain<ICategoryGrain>(id);
}
