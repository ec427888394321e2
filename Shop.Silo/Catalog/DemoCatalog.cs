using System.Collections.Immutable;
using Dapper;
using Npgsql;

namespace Shop.Catalog;

/// <summary>The catalogue that a new shop starts with, made from a small vocabulary, the same everywhere.</summary>
/// <remarks>
/// Ids follow from slugs, so that a second run meets the grains of the first, and they answer what is there. What
/// staff have changed stays changed, and what they removed stays away.
/// </remarks>
internal static class DemoCatalog
{
    /// <summary>Enough for the writes to share commits, and few enough to let others in between.</summary>
    private static readonly ParallelOptions Some = new() { MaxDegreeOfParallelism = 50 };

    private const string IsSown = "select exists (select from seeds where name = 'catalog')";
    private const string Sow = "insert into seeds (name) values ('catalog') on conflict do nothing";

    private static readonly Guid Owner = Guid.Parse("5eed0000-0000-8000-8000-000000000001");
    private static readonly Caller Staff = new(Guid.Empty, IsStaff: true);

    /// <summary>Seeds a new shop, and no other: once it was done, staff decide what the shop has.</summary>
    public static async Task SeedOnce(IGrainFactory grains, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        if (await connection.ExecuteScalarAsync<bool>(IsSown))
            return;

        await Seed(grains);
        await connection.ExecuteAsync(Sow);
    }

    /// <summary>Returns how many products of it the shop has.</summary>
    public static async Task<int> Seed(IGrainFactory grains)
    {
        foreach (var department in DemoVocabulary.Departments)
            await Create(grains, department.Slug, new(department.Name, department.Slug, department.Text, null, 0));

        await Task.WhenAll(DemoVocabulary.Ranges.Select((range, place) => Create(
            grains, range.Slug, new(range.Name, range.Slug, range.Text, CategoryId(range.Department), place + 1))));

        var there = 0;
        await Parallel.ForEachAsync(Products(), Some, async (product, _) =>
        {
            var id = DerivedId.From(Owner, "product", product.Details.Slug!);
            var created = await grains.Product(id).Create(Staff, product);
            if (created.Error is null)
                Interlocked.Increment(ref there);
        });
        return there;
    }

    /// <summary>Each kind of thing in each of its materials.</summary>
    public static IEnumerable<CreateProduct> Products() =>
        from range in DemoVocabulary.Ranges
        from kind in range.Kinds
        from material in kind.Materials.Split(", ").Index()
        select Product(range, kind, material.Item, material.Index);

    private static async Task Create(IGrainFactory grains, string slug, CategoryDetails details) =>
        await grains.Category(CategoryId(slug)).Create(details);

    private static Guid CategoryId(string slug) => DerivedId.From(Owner, "category", slug);

    private static CreateProduct Product(DemoRange range, DemoKind kind, string material, int place)
    {
        var name = $"{char.ToUpperInvariant(material[0])}{material[1..]} {Lowered(kind.Name)}";
        var slug = Slug.From(name);
        string?[] texts = [kind.Text, DemoVocabulary.MaterialTexts.GetValueOrDefault(material), range.Text];
        var text = string.Join(' ', texts.OfType<string>());
        var details = new ProductDetails(
            name, slug, text, CategoryId(range.Slug), [range.Slug, .. Words(material), .. kind.Tags.Split(' ')], "USD",
            Price(kind.Price, place), IsActive: true, IsFeatured: Chance(slug, "featured", 12), SellerId: null,
            [$"/media/products/{slug}.svg"]);
        return new(details, [.. Variants(range, kind, slug)]);
    }

    /// <remarks>Not the whole name: it is "Heavy T-shirt".</remarks>
    private static string Lowered(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>Every size in two or three of the range's colours.</summary>
    private static IEnumerable<NewVariant> Variants(DemoRange range, DemoKind kind, string slug)
    {
        var colours = range.Colours.Split(' ');
        var first = Number(slug, "colour", colours.Length);
        var chosen = Enumerable.Range(first, Math.Min(colours.Length, 2 + Number(slug, "colours", 2)))
            .Select(place => colours[place % colours.Length]);
        return
            from colour in chosen
            from size in (kind.Sizes ?? range.Sizes).Split(' ')
            select Variant(slug, colour, size);
    }

    private static NewVariant Variant(string slug, string colour, string size)
    {
        var options = ImmutableSortedDictionary<string, string>.Empty;
        if (colour.Length > 0)
            options = options.Add("colour", colour.Replace('-', ' '));
        if (size.Length > 0)
            options = options.Add("size", size);

        var sku = string.Join('-', [slug, .. options.Values]).Replace(' ', '-').ToUpperInvariant();
        return new(sku, new(null, null, options, IsActive: true), Stock(sku));
    }

    /// <summary>One in twenty is sold out and one in eight is nearly so.</summary>
    private static int Stock(string sku) =>
        Chance(sku, "sold out", 20) ? 0
        : Chance(sku, "low", 8) ? 1 + Number(sku, "left", 3)
        : 8 + Number(sku, "stock", 53);

    /// <summary>
    /// In minor units. Better materials come later in the list and cost more; prices end as prices do.
    /// </summary>
    private static long Price(long price, int place)
    {
        var raw = price * (100 + 18 * place) / 100;
        return raw >= 20_000 ? raw / 1_000 * 1_000 + 900 : raw / 100 * 100 + 90;
    }

    private static string[] Words(string material) =>
        material.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool Chance(string subject, string of, int oneIn) => Number(subject, of, oneIn) == 0;

    /// <summary>As good as random, and the same in every run.</summary>
    private static int Number(string subject, string of, int below) =>
        (int)(BitConverter.ToUInt32(DerivedId.From(Owner, of, subject).ToByteArray()) % (uint)below);
}

/// <param name="Slug">Of the category at the top.</param>
internal sealed record DemoDepartment(string Slug, string Name, string Text);

/// <summary>A category with things in it.</summary>
/// <param name="Text">True of all its things; the end of each description.</param>
/// <param name="Sizes">Separated by spaces; empty when its things have none.</param>
/// <param name="Colours">Separated by spaces; empty when its things have none.</param>
internal sealed record DemoRange(
    string Slug, string Name, string Department, string Sizes, string Colours, string Text, DemoKind[] Kinds);

/// <summary>A kind of thing.</summary>
/// <param name="Price">In minor units, of the plainest material.</param>
/// <param name="Materials">Separated by commas, the plainest first.</param>
/// <param name="Tags">Separated by spaces.</param>
/// <param name="Sizes">Its own, where the range's do not fit.</param>
internal sealed record DemoKind(
    string Name, long Price, string Materials, string Tags, string Text, string? Sizes = null);
