using System.Collections.Immutable;
using Shop.Catalog;

namespace Shop.Carts;

public class CartTests
{
    [Fact]
    public void Adding_the_same_variant_twice_keeps_one_line()
    {
        var cart = Added(Added(new Cart(), "MUG", 1), "MUG", 2);

        Assert.Equal(("MUG", 3), Only(cart));
        Assert.Equal(2, cart.Version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(int.MaxValue)]
    public void A_quantity_out_of_range_is_refused(int quantity) =>
        Assert.Equal("quantity_out_of_range", new Cart().Add(Command(quantity), OfferOf("MUG")).Error!.Code);

    [Fact]
    public void The_limit_of_one_variant_counts_what_is_there_already()
    {
        var cart = Added(new Cart(), "MUG", 99);

        Assert.Equal("quantity_out_of_range", cart.Add(Command(1), OfferOf("MUG")).Error!.Code);
    }

    [Fact]
    public void A_cart_holds_a_limited_number_of_lines()
    {
        var cart = Enumerable.Range(0, Cart.MostLines).Aggregate(new Cart(), (full, n) => Added(full, $"MUG-{n}", 1));

        Assert.Equal("cart_full", cart.Add(Command(1), OfferOf("ONE-MORE")).Error!.Code);
        Assert.Null(cart.Add(Command(1), OfferOf("MUG-0")).Error);
    }

    [Fact]
    public void Currencies_are_not_mixed()
    {
        var cart = Added(new Cart(), "MUG", 1);

        Assert.Equal(CartErrors.CurrencyMixed, cart.Add(Command(1), OfferOf("CUP") with { Currency = "NGN" }).Error);
    }

    [Fact]
    public void A_line_that_is_not_there_cannot_be_changed()
    {
        Assert.Equal(CartErrors.LineNotFound, new Cart().SetQuantity(Guid.CreateVersion7(), 1).Error);
        Assert.Equal(CartErrors.LineNotFound, new Cart().Remove(Guid.CreateVersion7()).Error);
    }

    [Fact]
    public void What_was_bought_leaves_and_what_was_added_since_stays()
    {
        var order = Guid.CreateVersion7();
        var cart = Added(Added(new Cart(), "MUG", 3), "CUP", 1);

        var left = cart.RemoveBought(order, [new BoughtLine("MUG", 2), new BoughtLine("CUP", 1)]);

        Assert.Equal(("MUG", 1), Only(left));
        Assert.True(left.HasDone(order));
    }

    [Fact]
    public void Only_recent_commands_are_remembered()
    {
        var first = Guid.CreateVersion7();
        var cart = new Cart().RemoveBought(first, []);

        for (var i = 0; i < 100; i++)
            cart = cart.RemoveBought(Guid.CreateVersion7(), []);

        Assert.Equal(32, cart.Done.Length);
        Assert.False(cart.HasDone(first));
    }

    private static Cart Added(Cart cart, string sku, int quantity) => cart.Add(Command(quantity), OfferOf(sku)).Value!;

    private static (string Sku, int Quantity) Only(Cart cart) =>
        (Assert.Single(cart.Lines).Sku, cart.Lines[0].Quantity);

    private static AddToCart Command(int quantity) =>
        new(Guid.CreateVersion7(), Guid.Empty, null, null, quantity);

    private static Offer OfferOf(string sku) => new(
        Guid.Empty, Guid.Empty, sku, sku, "", "mug", 800, "USD", true, null, null,
        ImmutableSortedDictionary<string, string>.Empty);
}
