using Orleans.Engine.Calls;

namespace Orleans.Engine.Activations;

/// <summary>What stands behind a grain id and takes the calls for it.</summary>
internal abstract class Receiver
{
    public virtual int ActivationCount => 0;

    /// <summary>Completes when nothing of it is active any longer.</summary>
    public virtual Task Deactivated => Task.CompletedTask;

    /// <summary>Takes the call; false when this one is gone and another must be found.</summary>
    public abstract bool Receive(Invocation call);

    /// <summary>The calls that run here or wait to.</summary>
    public abstract IReadOnlyList<Invocation> UnderWay();

    /// <summary>Takes out the waiting calls that are past their time, and tells the running ones.</summary>
    public abstract void TakeExpired(long now, List<Invocation> expired);

    /// <summary>Ends what idled longer than its class allows, or than <paramref name="age"/> if given.</summary>
    public virtual void CollectIfIdle(long now, TimeSpan? age)
    {
    }

    /// <summary>Ends it when the calls that run have ended.</summary>
    public virtual void Deactivate(DeactivationReason why, CancellationToken cancellationToken)
    {
    }
}
