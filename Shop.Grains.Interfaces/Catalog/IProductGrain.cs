using System.Collections.Immutable;

namespace Shop.Catalog;

/// <summary>One product and its variants. The key is the product's id. Stock is not here but with its SKUs.</summary>
/// <remarks>
/// A caller who is no staff reaches own products only; others are not found. A version, when given, refuses the
/// command if the product is at another by now.
/// </remarks>
[Alias("catalog.IProductGrain")]
public interface IProductGrain : IGrainWithGuidKey
{
    /// <summary>Inactive products too: who may see those is the caller's to know. Refuses a removed one.</summary>
    [ReadOnly, Alias("View")]
    Task<Result<ProductView>> View();

    /// <summary>What a cart or an order needs to know of one variant, at today's price.</summary>
    [ReadOnly, Alias("Offer")]
    Task<Result<Offer>> Offer(string sku);

    /// <summary>Makes the product, claims slug and SKUs, opens their stock. A repeat answers what is there.</summary>
    [Alias("Create")]
    Task<Result<ProductView>> Create(Caller by, CreateProduct command);

    /// <summary>Every detail anew. A missing slug stays what it was.</summary>
    [Alias("Replace")]
    Task<Result<ProductView>> Replace(Caller by, ProductDetails details, long? version);

    [Alias("Change")]
    Task<Result<ProductView>> Change(Caller by, ProductChanges changes, long? version);

    /// <summary>Takes it from sale for good. Its slug is free again; its SKUs are not: old orders name them.</summary>
    [Alias("Remove")]
    Task<Error?> Remove(Caller by, long? version);

    /// <summary>Adds a variant and opens its stock. A repeat answers with what the first added.</summary>
    /// <param name="request">Follows from the caller's idempotency key, where there is one.</param>
    [Alias("AddVariant")]
    Task<Result<AddedVariant>> AddVariant(Caller by, Guid request, NewVariant variant, long? version);

    [Alias("ReplaceVariant")]
    Task<Result<ProductView>> ReplaceVariant(Caller by, Guid variantId, VariantDetails details, long? version);

    [Alias("ChangeVariant")]
    Task<Result<ProductView>> ChangeVariant(Caller by, Guid variantId, VariantChanges changes, long? version);

    /// <summary>Refuses the last one. Its SKU comes back, with its stock, when the product gets it again.</summary>
    [Alias("RemoveVariant")]
    Task<Result<ProductView>> RemoveVariant(Caller by, Guid variantId, long? version);
}

/// <param name="Variants">Empty for a product of one kind: it gets a variant of its own.</param>
[GenerateSerializer, Immutable, Alias("catalog.CreateProduct")]
public sealed record CreateProduct(ProductDetails Details, ImmutableArray<NewVariant> Variants);

/// <summary>What staff say of a product.</summary>
/// <param name="Slug">Its name in addresses, unique; null makes one from the name.</param>
/// <param name="Tags">Kept in lower case, each once.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Price">In minor units.</param>
/// <param name="Images">URLs, the first is shown in lists.</param>
[GenerateSerializer, Immutable, Alias("catalog.ProductDetails")]
public sealed record ProductDetails(
    string Name, string? Slug, string Description, Guid? CategoryId, ImmutableArray<string> Tags, string Currency,
    long Price, bool IsActive, bool IsFeatured, Guid? SellerId, ImmutableArray<string> Images);

/// <summary>What to change of a product; null leaves a detail as it is.</summary>
[GenerateSerializer, Immutable, Alias("catalog.ProductChanges")]
public sealed record ProductChanges
{
    [Id(0)] public string? Name { get; init; }
    [Id(1)] public string? Slug { get; init; }
    [Id(2)] public string? Description { get; init; }
    [Id(3)] public Guid? CategoryId { get; init; }
    [Id(4)] public ImmutableArray<string>? Tags { get; init; }
    [Id(5)] public string? Currency { get; init; }
    [Id(6)] public long? Price { get; init; }
    [Id(7)] public bool? IsActive { get; init; }
    [Id(8)] public bool? IsFeatured { get; init; }
    [Id(9)] public Guid? SellerId { get; init; }
    [Id(10)] public ImmutableArray<string>? Images { get; init; }
}

/// <param name="Sku">1 to 64 of <c>A-Z 0-9 . _ -</c>, unique in the shop and fixed for good; null makes one.</param>
/// <param name="Stock">Pieces on hand when its stock is opened.</param>
[GenerateSerializer, Immutable, Alias("catalog.NewVariant")]
public sealed record NewVariant(string? Sku, VariantDetails Details, int Stock);

/// <param name="Name">Null makes one from the options.</param>
/// <param name="Price">In minor units of the product's currency; null follows the product's price.</param>
/// <param name="Options">As <c>size: M</c>.</param>
[GenerateSerializer, Immutable, Alias("catalog.VariantDetails")]
public sealed record VariantDetails(
    string? Name, long? Price, ImmutableSortedDictionary<string, string> Options, bool IsActive);

/// <summary>What to change of a variant; null leaves a detail as it is.</summary>
[GenerateSerializer, Immutable, Alias("catalog.VariantChanges")]
public sealed record VariantChanges(
    string? Name, long? Price, ImmutableSortedDictionary<string, string>? Options, bool? IsActive);

/// <param name="Rating">The average of its ratings, 1 to 5, or 0 without any.</param>
/// <param name="Version">Grows with every edit.</param>
[GenerateSerializer, Immutable, Alias("catalog.ProductView")]
public sealed record ProductView(
    Guid Id, string Slug, ProductDetails Details, ImmutableArray<VariantView> Variants, decimal Rating,
    int RatingCount, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version);

/// <param name="Price">What it costs, in minor units: its own price or the product's.</param>
[GenerateSerializer, Immutable, Alias("catalog.VariantView")]
public sealed record VariantView(
    Guid Id, string Sku, string Name, long Price, ImmutableSortedDictionary<string, string> Options, bool IsActive);

/// <param name="Product">As it is with the variant.</param>
[GenerateSerializer, Immutable, Alias("catalog.AddedVariant")]
public sealed record AddedVariant(ProductView Product, Guid VariantId);

/// <summary>One variant as it can be bought today.</summary>
/// <param name="UnitPrice">In minor units.</param>
/// <param name="IsActive">Both the product and the variant are.</param>
[GenerateSerializer, Immutable, Alias("catalog.Offer")]
public sealed record Offer(
    Guid ProductId, Guid VariantId, string Sku, string ProductName, string VariantName, string Slug,
    long UnitPrice, string Currency, bool IsActive, string? ImageUrl, Guid? SellerId,
    ImmutableSortedDictionary<string, string> Options);

public static class ProductKeys
{
    public static IProductGrain Product(this IGrainFactory grains, Guid id) => grains.GetGrain<IProductGrain>(id);
}
