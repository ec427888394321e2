using Shop.Storm.Customers;
using Record = Shop.Storm.Customers.Record;

namespace Shop.Storm;

/// <summary>Customers who shop until they are sent home.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int People = 8;

    /// <summary>A machine that is busy serves fewer, and that must do.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource over = new();
    private readonly Record record;
    private readonly Task all;

    public Crowd(ShopClient shop, Record memory, Market market, Habit? always = null)
    {
        record = memory;
        all = Task.WhenAll(Enumerable.Range(1, People)
            .Select(number => new Customer(shop, record, market, new Random(number)) { Always = always })
            .Select(customer => customer.Live(over.Token)));
    }

    /// <summary>Returns when so many more orders were acknowledged.</summary>
    public async Task Orders(int more)
    {
        var began = TimeProvider.System.GetTimestamp();
        var enough = record.Sales.Count + more;
        while (record.Sales.Count < enough && TimeProvider.System.GetElapsedTime(began) < LongestWait)
            await Task.Delay(20);
    }

    /// <summary>Everybody finishes what they are at.</summary>
    public async Task GoHome()
    {
        await over.CancelAsync();
        await all;
    }

    public async ValueTask DisposeAsync()
    {
        await GoHome();
        over.Dispose();
    }
}
