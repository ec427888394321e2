using System.Collections.Immutable;
using Shop.Inventory;

namespace Shop.Catalog;

/// <summary>What a product is and the rules it keeps. Knows nothing of grains, clocks or storage.</summary>
[GenerateSerializer, Immutable, Alias("catalog.Product")]
public sealed record Product
{
    public const int MaxVariants = 100;

    private static readonly ProductDetails Nothing = new("", "", "", null, [], "", 0, false, false, null, []);

    private static readonly NewVariant OfOneKind = new(
        null, new(null, null, ImmutableSortedDictionary<string, string>.Empty, true), 0);

    [Id(0)] public Guid Id { get; init; }
    [Id(1)] public ProductDetails Details { get; init; } = Nothing;
    [Id(2)] public ImmutableArray<Variant> Variants { get; init; } = [];

    /// <summary>Pieces by SKU that are still to be put on hand: the write that claims a SKU comes first.</summary>
    [Id(3)]
    public ImmutableSortedDictionary<string, int> Unopened { get; init; } =
        ImmutableSortedDictionary<string, int>.Empty;

    [Id(4)] public decimal Rating { get; init; }
    [Id(5)] public int RatingCount { get; init; }
    [Id(6)] public DateTimeOffset CreatedAt { get; init; }
    [Id(7)] public DateTimeOffset UpdatedAt { get; init; }
    [Id(8)] public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Zero before it is created.</summary>
    [Id(9)] public long Version { get; init; }

    public static Result<Product> Create(Guid id, Caller by, CreateProduct command, DateTimeOffset now)
    {
        if (command.Variants.IsEmpty)
            return Create(id, by, command with { Variants = [OfOneKind] }, now);

        var product = new Product { Id = id, CreatedAt = now }.With(by, command.Details, now);
        for (var i = 0; i < command.Variants.Length && product.Error is null; i++)
            product = Within($"variants[{i}]", product.Value!.Add(command.Variants[i], now));

        return product.Error is null ? product.Value! with { Version = 1 } : product;
    }

    public Result<Product> Replace(Caller by, ProductDetails details, DateTimeOffset now) =>
        With(by, details with { Slug = details.Slug ?? Details.Slug }, now);

    public Result<Product> Change(Caller by, ProductChanges changes, DateTimeOffset now) =>
        With(by, Details.With(changes), now);

    public Product Remove(DateTimeOffset now) => Edited(now) with { RemovedAt = now };

    /// <remarks>Its id follows from the SKU, so one that comes back finds its own stock.</remarks>
    public Result<Product> Add(NewVariant added, DateTimeOffset now, Guid request = default)
    {
        var sku = added.Sku?.ToUpperInvariant() ?? Sku.For(Details.Slug!, Id, added.Details.Options.Values);
        if (Variants.Length == MaxVariants)
            return CatalogErrors.TooManyVariants(MaxVariants);
        if (!Sku.IsWellFormed(sku))
            return CatalogErrors.Unacceptable("sku", "A SKU is 1 to 64 letters, digits, dots, dashes or underscores.");
        if (Variants.Any(variant => variant.Sku == sku))
            return InventoryErrors.SkuTaken with { Detail = $"The product has {sku} already." };
        if (added.Stock is < 0 or > CatalogRules.MaxStock)
            return CatalogErrors.Unacceptable("stock", $"Stock is 0 to {CatalogRules.MaxStock} pieces.");
        if (CatalogRules.Fault(added.Details) is { } fault)
            return fault;

        return Edited(now) with
        {
            Variants = Variants.Add(
                Variant.From(DerivedId.From(Id, sku), sku, added.Details) with { Request = request }),
            Unopened = Unopened.SetItem(sku, added.Stock),
        };
    }

    public Variant? AddedBy(Guid request) => Variants.FirstOrDefault(variant => variant.Request == request);

    public Result<Product> ReplaceVariant(Guid id, VariantDetails details, DateTimeOffset now)
    {
        if (Variants.FirstOrDefault(variant => variant.Id == id) is not { } old)
            return CatalogErrors.VariantNotFound;
        if (CatalogRules.Fault(details) is { } fault)
            return fault;

        return Edited(now) with
        {
            Variants = Variants.Replace(old, Variant.From(id, old.Sku, details) with { Request = old.Request }),
        };
    }

    public Result<Product> ChangeVariant(Guid id, VariantChanges changes, DateTimeOffset now) =>
        Variants.FirstOrDefault(variant => variant.Id == id) is { } old
            ? ReplaceVariant(id, old.Details.With(changes), now)
            : CatalogErrors.VariantNotFound;

    public Result<Product> RemoveVariant(Guid id, DateTimeOffset now)
    {
        if (Variants.FirstOrDefault(variant => variant.Id == id) is not { } old)
            return CatalogErrors.VariantNotFound;
        if (Variants.Length == 1)
            return CatalogErrors.LastVariant;

        return Edited(now) with { Variants = Variants.Remove(old), Unopened = Unopened.Remove(old.Sku) };
    }

    /// <summary>The same product where its name alone would be another's slug.</summary>
    public Product WithIdInSlug() => this with { Details = Details with { Slug = Slug.WithId(Details.Slug!, Id) } };

    public Product Opened() => this with { Unopened = Unopened.Clear() };

    /// <summary>Why this caller may not see or edit it at this version; null when they may.</summary>
    public Error? Refuses(Caller by, long? version)
    {
        if (!Exists || !(by.IsStaff || Details.SellerId == by.UserId))
            return CatalogErrors.ProductNotFound;

        return version is { } seen && seen != Version ? CatalogErrors.Changed : null;
    }

    public Result<Offer> Offer(string sku)
    {
        if (!Exists)
            return CatalogErrors.ProductNotFound;

        var named = sku.ToUpperInvariant();
        if (Variants.FirstOrDefault(variant => variant.Sku == named) is not { } variant)
            return CatalogErrors.VariantNotFound;

        return new Offer(
            Id, variant.Id, variant.Sku, Details.Name, variant.Details.Name!, Details.Slug!,
            variant.Details.Price ?? Details.Price, Details.Currency, Details.IsActive && variant.Details.IsActive,
            Details.Images.FirstOrDefault(), Details.SellerId, variant.Details.Options);
    }

    public Result<ProductView> View() => !Exists ? CatalogErrors.ProductNotFound : new ProductView(
        Id, Details.Slug!, Details, [.. Variants.Select(variant => variant.ToView(Details.Price))], Rating, RatingCount,
        CreatedAt, UpdatedAt, Version);

    private Result<Product> With(Caller by, ProductDetails details, DateTimeOffset now)
    {
        var kept = CatalogRules.Tidied(details, Id);
        if (CatalogRules.Fault(kept) is { } fault)
            return fault;

        return Edited(now) with { Details = by.IsStaff ? kept : kept with { SellerId = by.UserId } };
    }

    private static Result<Product> Within(string part, Result<Product> result) =>
        result.Error is { Field: { } field } error ? error with { Field = $"{part}.{field}" } : result;

    private bool Exists => Version > 0 && RemovedAt is null;

    private Product Edited(DateTimeOffset now) => this with { UpdatedAt = now, Version = Version + 1 };
}
