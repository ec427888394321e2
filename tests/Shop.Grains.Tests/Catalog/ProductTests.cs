using System.Collections.Immutable;
using System.Text.Json;
using static Shop.Catalog.Goods;

namespace Shop.Catalog;

public class ProductTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_product_of_one_kind_gets_a_variant_with_a_sku_of_its_own()
    {
        var mug = Made(Mug);

        var variant = Assert.Single(mug.Variants);
        Assert.StartsWith("MUG-", variant.Sku, StringComparison.Ordinal);
        Assert.True(Sku.IsWellFormed(variant.Sku));
        Assert.Equal(0, mug.Unopened[variant.Sku]);
    }

    [Fact]
    public void Skus_are_kept_in_upper_case_and_each_once()
    {
        var mug = Made(Mug, Variant("mug-1", stock: 7));

        Assert.Equal("MUG-1", mug.Variants[0].Sku);
        Assert.Equal(7, mug.Unopened["MUG-1"]);
        Assert.Equal("sku_taken", mug.Add(Variant("Mug-1"), Now).Error!.Code);
    }

    [Fact]
    public void Variants_without_a_sku_get_one_from_their_options()
    {
        var shirt = Made(Mug, Sized("S"), Sized("M"));

        Assert.EndsWith("-S", shirt.Variants[0].Sku, StringComparison.Ordinal);
        Assert.EndsWith("-M", shirt.Variants[1].Sku, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_follows_the_products_price_unless_it_has_its_own()
    {
        var dear = Plain with { Price = 9_900 };
        var mug = Made(Mug, Variant("A"), new NewVariant("B", dear, 0));

        mug = mug.Change(Staff, new() { Price = 1_500 }, Now).Value!;

        Assert.Equal(1_500, mug.Offer("A").Value!.UnitPrice);
        Assert.Equal(9_900, mug.Offer("B").Value!.UnitPrice);
    }

    [Fact]
    public void A_variant_is_offered_only_while_it_and_its_product_are_active()
    {
        var mug = Made(Mug, Variant("A"), new NewVariant("B", Plain with { IsActive = false }, 0));

        Assert.True(mug.Offer("a").Value!.IsActive);
        Assert.False(mug.Offer("B").Value!.IsActive);
        Assert.False(mug.Change(Staff, new() { IsActive = false }, Now).Value!.Offer("A").Value!.IsActive);
        Assert.Equal("variant_not_found", mug.Offer("C").Error!.Code);
        Assert.Equal("product_not_found", mug.Remove(Now).Offer("A").Error!.Code);
    }

    [Fact]
    public void The_last_variant_stays()
    {
        var mug = Made(Mug, Variant("A"), Variant("B"));

        var less = mug.RemoveVariant(mug.Variants[0].Id, Now).Value!;

        Assert.Equal("last_variant", less.RemoveVariant(less.Variants[0].Id, Now).Error!.Code);
    }

    [Fact]
    public void A_variant_that_comes_back_is_the_one_it_was()
    {
        var mug = Made(Mug, Variant("A"), Variant("B"));

        var back = mug.RemoveVariant(mug.Variants[0].Id, Now).Value!.Add(Variant("A"), Now).Value!;

        Assert.Equal(mug.Variants[0].Id, back.Variants[1].Id);
    }

    [Fact]
    public void A_change_leaves_what_it_does_not_name()
    {
        var mug = Made(Mug with { Tags = ["Clay", " clay ", "gift"], Description = "Holds tea." });

        var changed = mug.Change(Staff, new() { Price = 1_600 }, Now).Value!;

        Assert.Equal((1_600, "Holds tea."), (changed.Details.Price, changed.Details.Description));
        Assert.Equal<string>(["clay", "gift"], changed.Details.Tags);
        Assert.Equal(mug.Version + 1, changed.Version);
    }

    [Fact]
    public void A_replaced_product_keeps_its_slug_when_none_is_given() =>
        Assert.Equal("mug", Made(Mug).Replace(Staff, Mug with { Name = "Cup" }, Now).Value!.Details.Slug);

    [Fact]
    public void A_sellers_product_is_the_sellers_whatever_they_say()
    {
        var (seller, other) = (Seller(), Seller());
        var mug = Product.Create(Id, seller, new(Mug with { SellerId = other.UserId }, []), Now).Value!;

        Assert.Equal(seller.UserId, mug.Details.SellerId);
        mug = mug.Change(seller, new() { SellerId = other.UserId }, Now).Value!;
        Assert.Equal(seller.UserId, mug.Details.SellerId);
        Assert.Equal("product_not_found", mug.Refuses(other, null)!.Code);
        Assert.Null(mug.Refuses(seller, mug.Version));
        Assert.Null(mug.Refuses(Staff, null));
        Assert.Equal("catalog_changed", mug.Refuses(seller, mug.Version - 1)!.Code);
    }

    public static readonly TheoryData<string, string> Unacceptable = new()
    {
        { "name", """{"name":" "}""" },
        { "name", """{"name":"two\nlines"}""" },
        { "slug", """{"slug":"Not a slug"}""" },
        { "price", """{"price":0}""" },
        { "price", """{"price":-1}""" },
        { "price", """{"price":1000000000001}""" },
        { "currency", """{"currency":"XXX"}""" },
        { "description", """{"description":"bell \u0007"}""" },
        { "tags", """{"tags":["a,b"]}""" },
        { "tags", """{"tags":[""]}""" },
        { "images", """{"images":["javascript:alert(1)"]}""" },
        { "images", """{"images":["//elsewhere.example/x.png"]}""" },
    };

    [Theory, MemberData(nameof(Unacceptable))]
    public void An_unacceptable_value_is_refused_by_its_name(string field, string json)
    {
        var changes = JsonSerializer.Deserialize<ProductChanges>(json, ShopJson.Options)!;

        var refused = Made(Mug).Change(Staff, changes, Now).Error!;

        Assert.Equal((ErrorKind.Invalid, field), (refused.Kind, refused.Field));
    }

    [Fact]
    public void A_variant_at_fault_is_named_by_its_place()
    {
        var refused = Product.Create(Id, Staff, new(Mug, [Variant("A"), Variant("B", stock: -1)]), Now).Error!;

        Assert.Equal("variants[1].stock", refused.Field);
    }

    private static NewVariant Sized(string size) =>
        Variant(null) with { Details = Plain with { Options = Options(("size", size)) } };

    private static Product Made(ProductDetails details, params ImmutableArray<NewVariant> variants) =>
        Product.Create(Id, Staff, new(details, variants), Now).Value!;
}
