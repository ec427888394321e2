namespace Shop;

public class DerivedIdTests
{
    private static readonly Guid Owner = Guid.CreateVersion7();

    [Fact]
    public void The_same_words_give_the_same_id() =>
        Assert.Equal(DerivedId.From(Owner, "order", "key"), DerivedId.From(Owner, "order", "key"));

    [Fact]
    public void An_id_is_the_same_in_every_version_of_the_shop() =>
        Assert.Equal(
            Guid.Parse("829bf6c9-2a5c-82a5-b2fb-0c5be777851f"),
            DerivedId.From(
                Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), "POST", "/api/v1/checkout", "käy"));

    [Fact]
    public void Long_words_fit() =>
        Assert.NotEqual(
            DerivedId.From(Owner, new string('é', 4_000)), DerivedId.From(Owner, new string('é', 4_001)));

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
