namespace Shop.Inventory;

public class StockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Order = Guid.CreateVersion7();
    private static readonly Guid OtherOrder = Guid.CreateVersion7();

    [Fact]
    public void What_is_held_can_no_longer_be_bought()
    {
        var stock = Of(onHand: 10);

        var movement = stock.Reserve(Hold(Order, 4), Noon).Value!;

        Assert.Equal((10, 4, 6), (stock.OnHand, stock.Reserved, stock.Available));
        Assert.Equal(
            (MovementKind.Reserve, 0, 4, 2L),
            (movement.Kind, movement.OnHandChange, movement.ReservedChange, movement.Version));
    }

    [Fact]
    public void More_than_is_available_is_refused_and_says_what_is_left()
    {
        var stock = Of(onHand: 10);
        stock.Reserve(Hold(OtherOrder, 7), Noon);

        var refused = stock.Reserve(Hold(Order, 4), Noon).Error!;

        Assert.Equal("out_of_stock", refused.Code);
        Assert.Equal(new Fault("SKU-1", "short_of_stock", "3 left of SKU-1.", 3), Assert.Single(refused.Faults));
        Assert.Equal(7, stock.Reserved);
    }

    [Fact]
    public void Holding_twice_for_one_order_holds_once()
    {
        var stock = Of(onHand: 10);
        stock.Reserve(Hold(Order, 4), Noon);

        var again = stock.Reserve(Hold(Order, 4), Noon);

        Assert.Null(again.Error);
        Assert.Null(again.Value);
        Assert.Equal(4, stock.Reserved);
    }

    [Fact]
    public void An_order_cannot_change_its_hold_by_asking_again()
    {
        var stock = Of(onHand: 10);
        stock.Reserve(Hold(Order, 4), Noon);

        Assert.Equal(InventoryErrors.ReservationDiffers, stock.Reserve(Hold(Order, 5), Noon).Error);
        Assert.Equal(4, stock.Reserved);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_quantity_nobody_can_mean_is_refused(int quantity) =>
        Assert.Equal(InventoryErrors.QuantityOutOfRange, Of(onHand: 10).Reserve(Hold(Order, quantity), Noon).Error);

    [Fact]
    public void A_commit_takes_what_was_held_and_no_more()
    {
        var stock = Of(onHand: 10);
        stock.Reserve(Hold(Order, 4), Noon);

        Assert.NotNull(stock.Commit(Order, Noon));
        Assert.Null(stock.Commit(Order, Noon));
        Assert.Equal((6, 0), (stock.OnHand, stock.Reserved));
    }

    [Fact]
    public void A_release_gives_back_what_was_held_once()
    {
        var stock = Of(onHand: 10);
        stock.Reserve(Hold(Order, 4), Noon);

        Assert.NotNull(stock.Release(Order, Noon));
        Assert.Null(stock.Release(Order, Noon));
        Assert.Equal((10, 0), (stock.OnHand, stock.Reserved));
    }

    [Fact]
    public void A_hold_is_due_when_its_time_has_come()
    {
        var stock = Of(onHand: 10);
        stock.Reserve(new ReserveStock(Order, 1, Noon.AddMinutes(1)), Noon);
        stock.Reserve(new ReserveStock(OtherOrder, 1, Noon.AddMinutes(2)), Noon);

        Assert.Empty(stock.DueAt(Noon));
        Assert.Equal([Order], stock.DueAt(Noon.AddMinutes(1)));
    }

    [Theory]
    [InlineData(StockChange.Adjust, -3, 7)]
    [InlineData(StockChange.Set, 25, 25)]
    [InlineData(StockChange.Receive, 5, 15)]
    public void Staff_change_the_count(StockChange kind, int quantity, int expected)
    {
        var stock = Of(onHand: 10);

        Assert.Null(stock.Adjust(new AdjustStock(Order, kind, quantity, "count", OtherOrder), Noon).Error);
        Assert.Equal(expected, stock.OnHand);
    }

    [Theory]
    [InlineData(StockChange.Adjust, -7)]
    [InlineData(StockChange.Set, 3)]
    public void What_orders_hold_cannot_be_counted_away(StockChange kind, int quantity)
    {
        var stock = Of(onHand: 10);
        stock.Reserve(Hold(Order, 4), Noon);

        var refused = stock.Adjust(new AdjustStock(OtherOrder, kind, quantity, "count", OtherOrder), Noon).Error;

        Assert.Equal(InventoryErrors.OnHandBelowReserved, refused);
        Assert.Equal(10, stock.OnHand);
    }

    [Theory]
    [InlineData(StockChange.Receive, 0)]
    [InlineData(StockChange.Receive, -1)]
    [InlineData(StockChange.Set, -1)]
    [InlineData(StockChange.Adjust, int.MinValue)]
    [InlineData(StockChange.Receive, Stock.MostUnits)]
    public void A_count_nobody_can_mean_is_refused(StockChange kind, int quantity) =>
        Assert.Equal(
            InventoryErrors.QuantityOutOfRange,
            Of(onHand: 10).Adjust(new AdjustStock(Order, kind, quantity, "count", OtherOrder), Noon).Error);

    [Fact]
    public void The_threshold_is_told_when_it_is_crossed_and_not_again()
    {
        var stock = Of(onHand: 10);
        stock.LowStockThreshold = 5;

        Assert.False(stock.Reserve(Hold(Guid.CreateVersion7(), 4), Noon).Value!.BecameLow);
        Assert.True(stock.Reserve(Hold(Guid.CreateVersion7(), 1), Noon).Value!.BecameLow);
        Assert.False(stock.Reserve(Hold(Guid.CreateVersion7(), 1), Noon).Value!.BecameLow);
    }

    internal static Stock Of(int onHand) =>
        new(new StoredStock("SKU-1", Guid.Empty, Guid.Empty, onHand, 0, null, 1, []));

    private static ReserveStock Hold(Guid order, int quantity) => new(order, quantity, Noon.AddMinutes(15));
}
