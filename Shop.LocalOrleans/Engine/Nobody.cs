using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>Stands behind an id that nothing serves: an observer that is gone, a class that does not exist.</summary>
internal sealed class Nobody(GrainId id) : Receiver
{
    public override Task Deactivated => Task.CompletedTask;

    public override int ActivationCount => 0;

    public override bool Receive(Invocation call)
    {
        call.Fail(new ClientNotAvailableException(id));
        return true;
    }

    public override IEnumerable<Invocation> UnderWay() => [];

    public override void TakeExpired(long now, List<Invocation> expired)
    {
    }

    public override void CollectIfIdle(long now, TimeSpan? age)
    {
    }

    public override void Deactivate(DeactivationReason reason, CancellationToken cancellationToken)
    {
    }
}
