namespace Orleans.Engine;

/// <summary>
/// Carries a cancellation from the caller to the grain. The caller stops waiting at once; the grain's own token is
/// cancelled in one of its turns, so that nothing of it runs beside them. A call that has not begun never does.
/// </summary>
#pragma warning disable CA1001 // A source without a timer or a wait handle holds nothing to dispose of.
internal sealed class CallCancellation(Invocation call, CancellationToken caller)
{
    private readonly CancellationTokenSource grain = new();
    private CancellationTokenRegistration registration;
    private volatile Activation? servedBy;

    /// <summary>What the grain gets for the caller's token.</summary>
    public CancellationToken Token => grain.Token;

    public void Watch() =>
        registration = caller.UnsafeRegister(static cancellation => ((CallCancellation)cancellation!).Cancel(), this);

    /// <summary>From now on the call runs there.</summary>
    public void ServedBy(Activation activation) => servedBy = activation;

    public void End() => registration.Dispose();

    private void Cancel()
    {
        call.Abandon(new OperationCanceledException(caller));
        servedBy?.Turns.Add(new Action(grain.Cancel));
    }
}
