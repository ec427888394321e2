namespace Shop.Orders;

/// <summary>
/// Wakes what is due: orders half-way or past their time, holds without an order, webhooks not delivered.
/// One for the whole shop; every node asks it to sweep every few seconds. The key is <c>sweeper/shop</c>.
/// </summary>
[Alias("orders.ISweeperGrain")]
public interface ISweeperGrain : IGrainWithStringKey
{
    /// <summary>One round. Returns how much was woken.</summary>
    [Alias("Sweep")]
    Task<int> Sweep();
}

public static class SweeperKeys
{
    public static ISweeperGrain Sweeper(this IGrainFactory grains) => grains.GetGrain<ISweeperGrain>("sweeper/shop");
}
