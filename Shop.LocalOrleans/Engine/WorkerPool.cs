using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>
/// The activations of a stateless worker: an idle one takes the call; if none is, one more is made up to the class's
/// limit, and beyond that the least busy one takes it.
/// </summary>
internal sealed class WorkerPool(Silo silo, GrainClass type, GrainId id, int most) : Receiver
{
    private readonly Lock gate = new();
    private readonly List<Activation> workers = [];

    public override int ActivationCount
    {
        get
        {
            lock (gate)
                return workers.Count;
        }
    }

    public override Task Deactivated => Task.WhenAll(All().Select(worker => worker.Deactivated));

    public override bool Receive(Invocation call)
    {
        while (!Choose().Receive(call))
        {
            // The chosen one has gone in this very moment; it is no longer among those to choose from.
        }

        return true;
    }

    public override IEnumerable<Invocation> UnderWay() => All().SelectMany(worker => worker.UnderWay());

    public override void TakeExpired(long now, List<Invocation> expired)
    {
        foreach (var worker in All())
            worker.TakeExpired(now, expired);
    }

    public override void CollectIfIdle(long now, TimeSpan? age)
    {
        foreach (var worker in All())
            worker.CollectIfIdle(now, age);
    }

    public override void Deactivate(DeactivationReason reason, CancellationToken cancellationToken)
    {
        foreach (var worker in All())
            worker.Deactivate(reason, cancellationToken);
    }

    private Activation Choose()
    {
        lock (gate)
        {
            if (workers.Find(worker => worker.Load == 0) is { } idle)
                return idle;
            if (workers.Count >= most)
                return workers.MinBy(worker => worker.Load)!;

            var one = new Activation(silo, type, id, Forget);
            workers.Add(one);
            return one;
        }
    }

    private void Forget(Receiver worker)
    {
        lock (gate)
            workers.Remove((Activation)worker);
    }

    private Activation[] All()
    {
        lock (gate)
            return [.. workers];
    }
}
