using Orleans.Engine.Calls;
using Orleans.Engine.Classes;
using Orleans.Runtime;

namespace Orleans.Engine.Activations;

/// <summary>
/// The activations of a stateless worker: an idle one takes the call; if none is idle, one more is made up to the
/// class's limit, and beyond that the least busy one takes it.
/// </summary>
internal sealed class WorkerPool(Silo silo, GrainClass type, GrainId id, int most) : Receiver
{
    private readonly Lock gate = new();
    private readonly List<Activation> workers = [];

    public override int ActivationCount => All().Length;

    public override Task Deactivated => Task.WhenAll(All().Select(worker => worker.Deactivated));

    public override bool Receive(Invocation call)
    {
        // One that goes in the moment it was chosen is not chosen again.
        for (var worker = Choose(); !worker.Receive(call); worker = Choose())
            Forget(worker);

        return true;
    }

    public override IReadOnlyList<Invocation> UnderWay() => [.. All().SelectMany(worker => worker.UnderWay())];

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

    public override void Deactivate(DeactivationReason why, CancellationToken cancellationToken)
    {
        foreach (var worker in All())
            worker.Deactivate(why, cancellationToken);
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
