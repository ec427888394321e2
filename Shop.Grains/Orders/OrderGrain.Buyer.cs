namespace Shop.Orders;

internal sealed partial class OrderGrain : IOrderBuyerGrain
{
    public async Task<bool> Forget()
    {
        if (!await IsPlaced() || Order.IsForgotten)
            return true;

        await Run();
        if (Order.Forgotten(clock.GetUtcNow()) is not { } next)
            return false;

        await storage.Save(next);
        return true;
    }
}
