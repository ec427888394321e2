using System.Collections.Immutable;
using Shop.Accounts;
using Shop.Carts;
using Shop.Catalog;

namespace Shop.Orders;

public class PurchaseTests
{
    private static readonly OrderContact Contact = new(Guid.Empty, "buyer@shop.example", "Buyer", null, null);

    [Fact]
    public void Two_lines_of_one_variant_are_bought_as_one()
    {
        var order = Buy([Line("MUG", 2), Line("CUP", 1), Line("MUG", 3)]).Value!;

        Assert.Equal([("MUG", 5), ("CUP", 1)], order.Lines.Select(line => (line.Sku, line.Quantity)));
        Assert.Equal(4_800, order.Total);
    }

    [Fact]
    public void Todays_price_counts_and_not_the_carts()
    {
        var order = Buy([Line("MUG", 1) with { UnitPrice = 1 }]).Value!;

        Assert.Equal(800, order.Total);
    }

    [Fact]
    public void An_empty_cart_is_refused() => Assert.Equal(OrderErrors.CartEmpty, Buy([]).Error);

    [Fact]
    public void Another_total_than_expected_is_refused_and_told()
    {
        var refused = Buy([Line("MUG", 1)], Command() with { ExpectedTotal = 799 }).Error!;

        Assert.Equal(("total_changed", "It is 800."), (refused.Code, refused.Detail));
    }

    [Fact]
    public void Another_currency_than_expected_is_refused() =>
        Assert.Equal("currency_differs", Buy([Line("MUG", 1)], Command() with { Currency = "EUR" }).Error!.Code);

    [Fact]
    public void All_that_cannot_be_bought_is_named_at_once()
    {
        var refused = Buy([Line("GONE", 1), Line("MUG", 1), Line("OFF", 1), Line("NGN", 1)]).Error!;

        Assert.Equal(
            [("GONE", "gone"), ("OFF", "inactive"), ("NGN", "currency_changed")],
            refused.Faults.Select(fault => (fault.Subject, fault.Code)));
    }

    private static Result<Order> Buy(ImmutableArray<CartLine> lines, PlaceOrder? command = null) =>
        Purchase.Of(command ?? Command(), lines, new Dictionary<string, Offer?>
        {
            ["GONE"] = null,
            ["MUG"] = OfferOf("MUG"),
            ["CUP"] = OfferOf("CUP"),
            ["OFF"] = OfferOf("OFF") with { IsActive = false },
            ["NGN"] = OfferOf("NGN") with { Currency = "NGN" },
        }, Contact);

    private static PlaceOrder Command() => new(Guid.Empty, "", null, null, null, null, null, null);

    private static CartLine Line(string sku, int quantity) =>
        new(Guid.CreateVersion7(), Guid.Empty, sku, quantity, 800, "USD");

    private static Offer OfferOf(string sku) => new(
        Guid.Empty, Guid.Empty, sku, sku, "", "mug", 800, "USD", true, null, null,
        ImmutableSortedDictionary<string, string>.Empty);
}
