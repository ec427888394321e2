using System.Collections.Immutable;

namespace Shop.Catalog;

/// <summary>Products and variants for tests, plain unless a test says otherwise.</summary>
internal static class Goods
{
    public static readonly Caller Staff = new(Guid.CreateVersion7(), IsStaff: true);

    public static readonly ProductDetails Mug =
        new("Mug", null, "", null, [], "USD", 1_400, IsActive: true, IsFeatured: false, null, []);

    public static readonly VariantDetails Plain = new(null, null, Options(), IsActive: true);

    public static Caller Seller() => new(Guid.CreateVersion7(), IsStaff: false);

    public static NewVariant Variant(string? sku, int stock = 0) => new(sku, Plain, stock);

    /// <summary>Names no other test has.</summary>
    public static string Unique(string name) => $"{name} {Guid.CreateVersion7():N}";

    public static ImmutableSortedDictionary<string, string> Options(params (string Name, string Value)[] options) =>
        options.ToImmutableSortedDictionary(option => option.Name, option => option.Value);
}
