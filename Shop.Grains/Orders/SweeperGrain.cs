using Microsoft.Extensions.Logging;
using Shop.Accounts;
using Shop.Carts;
using Shop.Idempotency;
using Shop.Payments;

namespace Shop.Orders;

/// <inheritdoc cref="ISweeperGrain"/>
internal sealed partial class SweeperGrain(
    IUnfinishedWork work, IKeptAnswers answers, TimeProvider clock, ILogger<SweeperGrain> log) : Grain, ISweeperGrain
{
    /// <summary>A checkout holds stock before it writes its order; for so long that is no fault.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromSeconds(30);

    /// <summary>Several nodes ask; one round in this time is enough.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>To look for orphans is to read all holds that are open.</summary>
    private static readonly TimeSpan OrphanPause = TimeSpan.FromSeconds(10);

    private const int MostAtOnce = 256;

    private DateTimeOffset last;
    private DateTimeOffset lastForOrphans;

    /// <summary>
    /// Holds from before it have been looked at: an order stood behind each. An order gives its own holds back when it
    /// ends, so they are not looked at again, which would cost more with every order that waits for its money.
    /// </summary>
    private DateTimeOffset looked;

    public async Task<int> Sweep()
    {
        var now = clock.GetUtcNow();
        if (now - last < Pause)
            return 0;

        last = now;
        var orders = await work.DueOrders(now, MostAtOnce);
        var holds = await Orphans(now);
        var payments = await work.UndeliveredSandboxPayments(now, MostAtOnce);
        var gone = await work.PeopleToForget(now, MostAtOnce);
        await Task.WhenAll(
        [
            .. orders.Select(id => Wake(id, GrainFactory.Order(id).Resume())),
            .. holds.Select(hold => Wake(hold.OrderId, GrainFactory.Order(hold.OrderId).ReleaseOrphan(hold.Sku))),
            .. payments.Select(id => Wake(id, GrainFactory.GetGrain<ISandboxPaymentGrain>(id).Deliver())),
            .. gone.Select(id => Wake(id, Forget(id))),
        ]);
        return orders.Count + holds.Count + payments.Count + gone.Count;
    }

    private async Task<IReadOnlyList<OrphanHold>> Orphans(DateTimeOffset now)
    {
        if (now - lastForOrphans < OrphanPause)
            return [];

        var before = now - OrphanAge;
        var holds = await work.OrphanHolds(looked, before, MostAtOnce);
        if (holds.Count == 0)
            (looked, lastForOrphans) = (before, now);

        return holds;
    }

    /// <summary>
    /// Orders under way still need the address; the account is woken again for them, and for what a request that was
    /// under way has left.
    /// </summary>
    private async Task Forget(Guid customerId)
    {
        await GrainFactory.Cart(customerId).Forget();
        await answers.Forget(customerId);
        var orders = await work.OrdersNaming(customerId, MostAtOnce);
        var forgotten = await Task.WhenAll(orders.Select(id => GrainFactory.OrderBuyer(id).Forget()));
        await GrainFactory.User(customerId).OrdersForgotten(orders.Count < MostAtOnce && forgotten.All(done => done));
    }

    /// <summary>One that cannot go on must not keep the others from it; it is due again in the next round.</summary>
    private async Task Wake(Guid id, Task waking)
    {
        try
        {
            await waking;
        }
        catch (Exception failure)
        {
            LogNotWoken(id, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id} could not go on; it is tried again.")]
    private partial void LogNotWoken(Guid id, Exception failure);
}
