namespace Shop;

public class DerivedIdTests
{
    private static readonly Guid Owner = Guid.CreateVersion7();

    [Fact]
    public void The_same_words_give_the_same_id() =>
        Assert.Equal(DerivedId.From(Owner, "order", "key"), DerivedId.From(Owner, "order", "key"));

    [Fact]
    public void Other_owners_words_or_borders_give_another()
    {
        Guid[] ids =
        [
            DerivedId.From(Owner, "order", "key"), DerivedId.From(Guid.Empty, "order", "key"),
            DerivedId.From(Owner, "order", "kez"), DerivedId.From(Owner, "orderkey"),
            DerivedId.From(Owner, "orde", "rkey"),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(8, id.Version));
    }
}
