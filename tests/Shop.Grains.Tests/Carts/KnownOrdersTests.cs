namespace Shop.Carts;

public class KnownOrdersTests
{
    [Fact]
    public void A_customer_has_the_orders_that_were_made_and_no_others()
    {
        var (past, made) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var orders = new KnownOrders([past]);
        Assert.False(orders.MayHave(made));

        orders.Add(made);

        Assert.True(orders.MayHave(past));
        Assert.True(orders.MayHave(made));
        Assert.False(orders.MayHave(Guid.CreateVersion7()));
    }

    [Fact]
    public void Of_a_customer_of_many_orders_nothing_is_ruled_out()
    {
        var few = new KnownOrders(Some(KnownOrders.Most));
        Assert.False(few.MayHave(Guid.CreateVersion7()));

        few.Add(Guid.CreateVersion7());

        Assert.True(few.MayHave(Guid.CreateVersion7()));
        Assert.True(new KnownOrders(Some(KnownOrders.Most + 1)).MayHave(Guid.CreateVersion7()));
    }

    private static IEnumerable<Guid> Some(int count) => Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7());
}
