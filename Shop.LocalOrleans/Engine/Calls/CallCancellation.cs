using Orleans.Engine.Activations;

namespace Orleans.Engine.Calls;

/// <summary>
/// Carries a cancellation from the caller to the grain. The caller stops waiting at once; the grain's own token is
/// cancelled in one of its turns, so that nothing of it runs beside them. A call that has not begun never does.
/// </summary>
#pragma warning disable CA1001 // A source without a timer or a wait handle holds nothing to dispose of.
internal sealed class CallCancellation(Invocation call, CancellationToken caller)
{
    private readonly CancellationTokenSource grain = new();
    private CancellationTokenRegistration registration;
    private volatile bool hasBegun;
    private TurnQueue? turns;

    /// <summary>What the grain gets for the caller's token.</summary>
    public CancellationToken Token => grain.Token;

    public void Watch() =>
        registration = caller.UnsafeRegister(static cancellation => ((CallCancellation)cancellation!).Cancel(), this);

    /// <param name="turns">The turns of the grain; null for an observer, which has none.</param>
    public void BeganIn(TurnQueue? turns)
    {
        this.turns = turns;
        hasBegun = true;
    }

    public void End() => registration.Dispose();

    private void Cancel()
    {
        call.Abandon(new OperationCanceledException(caller));
        if (!hasBegun)
            return;

        if (turns is null)
            grain.Cancel();
        else
            turns.Add(new Action(grain.Cancel));
    }
}
