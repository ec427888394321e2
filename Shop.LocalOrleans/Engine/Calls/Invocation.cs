using Orleans.Engine.Activations;
using Orleans.Engine.Proxies;
using Orleans.Runtime;

namespace Orleans.Engine.Calls;

/// <summary>
/// One call on its way. <see cref="ProxyEmitter"/> makes a subclass for each method whose fields are the arguments, so
/// that none is boxed; what the caller awaits is a task of the subclass in between.
/// </summary>
internal abstract class Invocation
{
    private CallCancellation? cancellation;
    private volatile bool isAbandoned;

    public GrainMethod Method { get; private set; } = null!;

    public GrainReference Target { get; private set; } = null!;

    /// <summary>The activation whose turn made the call; null for a caller outside of grains.</summary>
    public Activation? Source { get; private set; }

    /// <summary>The <see cref="RequestContext"/> of the caller.</summary>
    public Dictionary<string, object>? Context { get; private set; }

    /// <summary>When the caller stops waiting, in the time of <see cref="Environment.TickCount64"/>.</summary>
    public long Deadline { get; private set; }

    /// <summary>Nobody waits for the call any longer; one that has not begun never will.</summary>
    public bool IsAbandoned => isAbandoned;

    /// <summary>Whether it counts as use of the grain, so that the grain is not collected as idle.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether it is for one activation only and ends with it, as ticks of timers do.</summary>
    public virtual bool EndsWithActivation => false;

    public void Address(GrainReference target, GrainMethod method, Activation? source, long deadline)
    {
        Target = target;
        Method = method;
        Source = source;
        Context = RequestContext.Values;
        Deadline = deadline;
        cancellation?.Watch();
    }

    /// <summary>What the grain gets for a token among the arguments. Emitted methods call it.</summary>
    public CancellationToken Adopt(CancellationToken caller) =>
        caller.CanBeCanceled ? (cancellation = new CallCancellation(this, caller)).Token : caller;

    /// <summary>Prepares the turn in which the call starts; false if nobody waits for it any longer.</summary>
    public bool TryBegin(TurnQueue? turns)
    {
        cancellation?.BeganIn(turns);
        RequestContext.Values = Context;
        return !isAbandoned;
    }

    /// <summary>Calls the method. Emitted.</summary>
    public abstract Task Start(object grain);

    /// <summary>Answers the caller with what the method returned or threw, or not at all if it never started.</summary>
    public void End(Task? work, Exception? failure)
    {
        cancellation?.End();
        try
        {
            if (failure is null && work is not null)
                Answer(work);
        }
        catch (Exception unfitting)
        {
            failure = unfitting;
        }

        if (failure is not null)
            Fail(failure);
    }

    /// <summary>Fails the caller; what the grain does is not undone.</summary>
    public void Abandon(Exception reason)
    {
        isAbandoned = true;
        Fail(reason);
    }

    protected abstract void Answer(Task done);

    protected abstract void Fail(Exception exception);
}

/// <summary>A call without a result.</summary>
internal abstract class ActionInvocation : Invocation
{
    private TaskCompletionSource? caller;

    /// <summary>What the caller awaits. It goes on in its own context, never inside the turn that answered.</summary>
    public Task Promise() => (caller = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    protected override void Answer(Task done) => caller?.TrySetResult();

    protected override void Fail(Exception exception)
    {
        if (caller is not null)
            caller.TrySetException(exception);
        else
            Target.Silo.Log.OneWayFailed(exception, Method.Name, Target.GrainId);
    }
}

/// <summary>A call with a result.</summary>
internal abstract class FunctionInvocation<T> : Invocation
{
    private readonly TaskCompletionSource<T> caller = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc cref="ActionInvocation.Promise"/>
    public Task<T> Promise() => caller.Task;

    protected override void Answer(Task done) =>
        caller.TrySetResult(Passed<T>.On(((Task<T>)done).GetAwaiter().GetResult()));

    protected override void Fail(Exception exception) => caller.TrySetException(exception);
}
