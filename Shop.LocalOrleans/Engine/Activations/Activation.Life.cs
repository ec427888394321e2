using Orleans.Engine.Calls;
using Orleans.Storage;

namespace Orleans.Engine.Activations;

/// <summary>How an activation begins and ends. Each stage is followed by the next; none comes twice.</summary>
internal sealed partial class Activation
{
    private enum Stage
    {
        New = 0,
        Activating = 1,
        Active = 2,
        Deactivating = 3,
        Gone = 4,
    }

    public override Task Deactivated
    {
        get
        {
            lock (gate)
            {
                gone ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (stage is Stage.Gone)
                    gone.TrySetResult();
                return gone.Task;
            }
        }
    }

    public void DelayDeactivation(TimeSpan time) =>
        keptUntil = time == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : Environment.TickCount64 + (long)time.TotalMilliseconds;

    public override void CollectIfIdle(long now, TimeSpan? age)
    {
        var limit = age ?? type.CollectionAge;
        if (limit == Timeout.InfiniteTimeSpan)
            return;

        lock (gate)
        {
            if (stage is not Stage.Active || !requests.IsIdle)
                return;
            if (now < keptUntil || now - lastUsed < (long)limit.TotalMilliseconds)
                return;

            Deactivate(new(DeactivationReasonCode.ActivationIdle, $"It was idle for {limit}."), CancellationToken.None);
        }
    }

    public override void Deactivate(DeactivationReason why, CancellationToken cancellationToken = default)
    {
        var unused = false;
        lock (gate)
        {
            if (stage is Stage.Deactivating or Stage.Gone || reason.ReasonCode is not DeactivationReasonCode.None)
                return;

            (reason, hurry) = (why, cancellationToken);
            unused = stage is Stage.New;
            stage = stage switch
            {
                Stage.New => Stage.Gone,
                Stage.Active => Stage.Deactivating,
                _ => stage,
            };
            EndWhenDrained();
        }

        if (unused)
            removed(this);
    }

    private async void Activate()
    {
        try
        {
            using var limit = new CancellationTokenSource(Silo.Collection.ActivationTimeout);
            await body.Wake(limit.Token);
        }
        catch (Exception exception)
        {
            Silo.Log.ActivationFailed(exception, GrainId);
            await Release();
            Vanish(call => call.End(null, exception));
            return;
        }

        lock (gate)
        {
            lastUsed = Environment.TickCount64;
            stage = reason.ReasonCode is DeactivationReasonCode.None ? Stage.Active : Stage.Deactivating;
            EndWhenDrained();
            LetWaitingIn();
        }
    }

    private void DeactivateIfStale(Exception exception)
    {
        if (exception is not InconsistentStateException { IsSourceActivation: true } stale)
            return;

        // Its callers, through whom the exception passes on, are not stale.
        stale.IsSourceActivation = false;
        Deactivate(new(DeactivationReasonCode.ApplicationError, stale, "Storage holds another version of its state."));
    }

    private void EndWhenDrained()
    {
        if (stage is not Stage.Deactivating || !requests.IsIdle || isEnding)
            return;

        isEnding = true;
        Turns.Add(new Action(End));
    }

    private async void End()
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(hurry);
            limit.CancelAfter(Silo.Collection.DeactivationTimeout);
            await body.Sleep(reason, limit.Token);
        }
        catch (Exception exception)
        {
            Silo.Log.DeactivationFailed(exception, GrainId);
        }

        await Release();
        Vanish(Silo.Deliver);
    }

    private async Task Release()
    {
        try
        {
            await body.Release();
        }
        catch (Exception exception)
        {
            Silo.Log.DeactivationFailed(exception, GrainId);
        }
    }

    /// <summary>Makes room for the next activation; then gives it the calls that waited for this one.</summary>
    private void Vanish(Action<Invocation> sendOn)
    {
        IEnumerable<Invocation> waiting;
        lock (gate)
        {
            stage = Stage.Gone;
            waiting = requests.TakeWaiting();
        }

        removed(this);
        lock (gate)
            gone?.TrySetResult();

        foreach (var call in waiting.Where(call => !call.EndsWithActivation))
            sendOn(call);
    }
}
