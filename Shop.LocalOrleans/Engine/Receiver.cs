namespace Orleans.Engine;

/// <summary>What stands behind a grain id and takes its calls.</summary>
internal abstract class Receiver
{
    /// <summary>Takes the call; false when this one is gone and another must be found.</summary>
    public abstract bool Receive(Invocation call);

    /// <summary>The calls that run here or wait to.</summary>
    public abstract IEnumerable<Invocation> UnderWay();

    /// <summary>Takes out the waiting calls that are past their time, and tells the running ones.</summary>
    public abstract void TakeExpired(long now, List<Invocation> expired);

    /// <summary>Ends it when it idled longer than its class allows, or than <paramref name="age"/> if given.</summary>
    public abstract void CollectIfIdle(long now, TimeSpan? age);

    /// <summary>Ends it when the calls that run have ended.</summary>
    public abstract void Deactivate(DeactivationReason reason, CancellationToken cancellationToken);

    public abstract Task Deactivated { get; }

    public abstract int ActivationCount { get; }
}
