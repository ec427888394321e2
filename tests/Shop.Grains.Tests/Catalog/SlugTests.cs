namespace Shop.Catalog;

public class SlugTests
{
    [Theory]
    [InlineData("Linen Shirt", "linen-shirt")]
    [InlineData("  Père & Fils: Crème brûlée!  ", "pere-fils-creme-brulee")]
    [InlineData("Fisherman's jumper", "fishermans-jumper")]
    [InlineData("Straße Æ 7", "strasse-ae-7")]
    [InlineData("日本", "")]
    public void A_name_becomes_letters_and_digits_joined_by_single_dashes(string name, string slug) =>
        Assert.Equal(slug, Slug.From(name));

    [Fact]
    public void A_long_name_is_cut_without_a_dash_at_the_end()
    {
        var slug = Slug.From(string.Concat(Enumerable.Repeat("ninetimes ", 30)));

        Assert.True(Slug.IsWellFormed(slug), slug);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("two--dashes")]
    [InlineData("-edge")]
    [InlineData("sp ace")]
    [InlineData("0198f3a2-0000-7000-8000-000000000000")]
    public void What_would_not_come_of_a_name_is_no_slug(string slug) => Assert.False(Slug.IsWellFormed(slug));

    [Fact]
    public void The_id_tells_apart_what_has_one_name()
    {
        var id = Guid.CreateVersion7();

        Assert.True(Slug.IsWellFormed(Slug.WithId("mug", id)));
        Assert.StartsWith("mug-", Slug.WithId("mug", id), StringComparison.Ordinal);
        Assert.NotEqual(Slug.WithId("mug", id), Slug.WithId("mug", Guid.CreateVersion7()));
        Assert.True(Slug.IsWellFormed(Slug.WithId("", id)));
    }
}
