using FsCheck;
using FsCheck.Fluent;

namespace Shop.Inventory;

/// <summary>Whatever happens in whatever order, the books of a SKU agree.</summary>
public class StockProperties
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] Orders = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

    [Fact]
    public void Ledger_counters_and_holds_always_add_up()
    {
        var steps = ArbMap.Default.ArbFor<(int Verb, int Order, int Quantity)[]>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(steps, AddUp));
    }

    private static bool AddUp((int Verb, int Order, int Quantity)[] steps)
    {
        var stock = StockTests.Of(onHand: 20);
        var (onHand, reserved, version) = (20, 0, 1L);
        foreach (var (verb, who, quantity) in steps)
        {
            if (Carry(stock, Math.Abs(verb % 4), Orders[Math.Abs(who % Orders.Length)], quantity) is not { } movement)
                continue;

            onHand += movement.OnHandChange;
            reserved += movement.ReservedChange;
            if (movement.Version != ++version || movement.OnHand != onHand || movement.Reserved != reserved)
                return false;
        }

        var held = Orders.Sum(order => stock.HoldOf(order)?.Quantity ?? 0);
        return (stock.OnHand, stock.Reserved, stock.Version) == (onHand, reserved, version)
            && held == reserved && 0 <= reserved && reserved <= onHand;
    }

    private static StockMovement? Carry(Stock stock, int verb, Guid order, int quantity) => verb switch
    {
        0 => stock.Reserve(new ReserveStock(order, quantity, Noon), Noon).Value,
        1 => stock.Commit(order, Noon),
        2 => stock.Release(order, Noon),
        _ => stock.Adjust(new AdjustStock(order, StockChange.Adjust, quantity, "", order), Noon).Value,
    };
}
