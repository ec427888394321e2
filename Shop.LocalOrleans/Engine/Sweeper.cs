using Orleans.Engine.Calls;

namespace Orleans.Engine;

/// <summary>Looks through all grains from time to time for calls past their time and grains past their use.</summary>
/// <remarks>That costs a call nothing while it is under way, where a timer for each would.</remarks>
internal sealed class Sweeper(Silo silo) : IDisposable
{
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Fastest = TimeSpan.FromMilliseconds(50);

    private Timer? deadlines;
    private Timer? idleness;

    public void Start()
    {
        // Ten looks in the time a call may take: no caller waits much longer than it should.
        var tenth = TimeSpan.FromTicks(Math.Clamp(silo.ResponseTimeout.Ticks / 10, Fastest.Ticks, Slowest.Ticks));
        deadlines = new Timer(_ => AbandonExpired(), null, tenth, tenth);
        var quantum = silo.Collection.CollectionQuantum;
        idleness = new Timer(_ => CollectIdle(), null, quantum, quantum);
    }

    public void Dispose()
    {
        deadlines?.Dispose();
        idleness?.Dispose();
    }

    private void AbandonExpired()
    {
        List<Invocation> expired = [];
        foreach (var receiver in silo.Receivers)
            receiver.TakeExpired(Environment.TickCount64, expired);
        if (expired.Count == 0)
            return;

        var chains = new CallChains(expired.Union(silo.Receivers.SelectMany(receiver => receiver.UnderWay())));
        foreach (var (call, failure) in expired.Select(call => (call, chains.TimedOut(call))).ToArray())
            call.Abandon(failure);
    }

    private void CollectIdle()
    {
        foreach (var receiver in silo.Receivers)
            receiver.CollectIfIdle(Environment.TickCount64, age: null);
        silo.Factory.ForgetObserversThatAreGone();
    }
}
