using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Engine;

/// <summary>
/// One grain in memory, from its first call to its deactivation. All its code runs in the turns of one
/// <see cref="TurnQueue"/>, hence never twice at once; <see cref="RequestQueue"/> says which calls may mix.
/// </summary>
/// <remarks>
/// Calls that arrive while the grain activates wait for it. Calls that arrive while it deactivates are sent on to the
/// next activation, which begins when this one is gone: never are there two of one grain.
/// </remarks>
internal sealed class Activation : Receiver, IGrainContext
{
    private readonly Lock gate = new();
    private readonly Silo silo;
    private readonly GrainClass type;
    private readonly TurnQueue turns;
    private readonly RequestQueue requests;
    private readonly Action<Receiver> removed;
    private Stage stage = Stage.New;
    private DeactivationReason reason;
    private CancellationToken deactivationCancelled;
    private bool isEnding;
    private TaskCompletionSource? gone;
    private AsyncServiceScope? scope;
    private StagedLifecycle? lifecycle;
    private List<IDisposable>? timers;
    private ActivationId? activationId;
    private long lastUsed;
    private long keptUntil;

    public Activation(Silo silo, GrainClass type, GrainId id, Action<Receiver> removed)
    {
        this.silo = silo;
        this.type = type;
        this.removed = removed;
        GrainId = id;
        turns = new TurnQueue(this);
        requests = new RequestQueue(type.IsReentrant);
        lastUsed = Environment.TickCount64;
    }

    private enum Stage
    {
        New,
        Activating,
        Active,
        Deactivating,
        Gone,
    }

    /// <summary>The activation whose turn the caller runs in, or null outside of grains.</summary>
    public static Activation? Current => (TaskScheduler.Current as TurnQueue)?.Owner;

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => new(silo, null, GrainId);

    public ActivationId ActivationId => activationId ??= ActivationId.NewId();

    public IServiceProvider ActivationServices => (scope ??= silo.Services.CreateAsyncScope()).ServiceProvider;

    public IGrainLifecycle ObservableLifecycle => lifecycle ??= new StagedLifecycle();

    public Silo Silo => silo;

    public TurnQueue Turns => turns;

    public override int ActivationCount => 1;

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

    /// <summary>For timers and those who choose the least busy of several activations.</summary>
    public int Load
    {
        get
        {
            lock (gate)
                return requests.Count;
        }
    }

    public override bool Receive(Invocation call)
    {
        lock (gate)
        {
            if (stage is Stage.Gone)
                return false;

            if (stage is Stage.New)
            {
                stage = Stage.Activating;
                turns.Add(new Action(Activate));
            }

            if (stage is Stage.Active && requests.TryEnter(call))
                turns.Add(call);
            else
                requests.Wait(call);
            return true;
        }
    }

    /// <summary>Runs an admitted call from its start to its answer. Its first turn is the caller's.</summary>
    public async void Serve(Invocation call)
    {
        Exception? failure = null;
        Task? work = null;
        try
        {
            if (call.TryBegin(this))
            {
                RequestContext.Values = call.Context;
                work = call.Start(GrainInstance!);
                await work;
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            DeactivateIfStale(exception);
        }

        Leave(call);
        call.End();
        if (failure is not null)
            call.Fail(failure);
        else if (work is not null)
            call.Answer(work);
    }

    public void OpenTo(Guid chain)
    {
        lock (gate)
            requests.OpenTo(chain);
        LetWaitingIn();
    }

    public void CloseTo(Guid chain)
    {
        lock (gate)
            requests.CloseTo(chain);
    }

    public void Add(IDisposable timer)
    {
        lock (gate)
            (timers ??= []).Add(timer);
    }

    public void Remove(IDisposable timer)
    {
        lock (gate)
            timers?.Remove(timer);
    }

    public void DelayDeactivation(TimeSpan time) =>
        keptUntil = time == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : Environment.TickCount64 + (long)time.TotalMilliseconds;

    public override IEnumerable<Invocation> UnderWay()
    {
        lock (gate)
            return requests.Count == 0 ? [] : requests.All();
    }

    public override void TakeExpired(long now, List<Invocation> expired)
    {
        lock (gate)
        {
            if (requests.Count > 0)
                requests.TakeExpired(now, expired);
        }
    }

    /// <summary>What is being done now, for the message of a call that waits for it.</summary>
    public Invocation[] Running()
    {
        lock (gate)
            return [.. requests.Running];
    }

    public override void CollectIfIdle(long now, TimeSpan? age)
    {
        var limit = age ?? type.CollectionAge;
        lock (gate)
        {
            if (stage is not Stage.Active || !requests.IsIdle || limit == Timeout.InfiniteTimeSpan)
                return;
            if (now < keptUntil || now - lastUsed < (long)limit.TotalMilliseconds)
                return;
        }

        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Idle for {limit}."), CancellationToken.None);
    }

    public override void Deactivate(DeactivationReason why, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (stage is Stage.Deactivating or Stage.Gone || reason.ReasonCode is not DeactivationReasonCode.None)
                return;

            reason = why;
            deactivationCancelled = cancellationToken;
            if (stage is Stage.Activating)
                return;

            stage = stage is Stage.New ? Stage.Gone : Stage.Deactivating;
            EndWhenDrained();
        }

        if (stage is Stage.Gone)
            removed(this);
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId}{ActivationId}";

    private async void Activate()
    {
        try
        {
            using var limit = new CancellationTokenSource(silo.Collection.ActivationTimeout);
            GrainInstance = type.Create(this);
            if (lifecycle is not null)
                await lifecycle.Start(limit.Token);
            if (GrainInstance is IGrainBase grain)
                await grain.OnActivateAsync(limit.Token);
        }
        catch (Exception exception)
        {
            silo.Log.ActivationFailed(exception, GrainId);
            await Release();
            Vanish(call => call.Fail(exception));
            return;
        }

        lock (gate)
        {
            lastUsed = Environment.TickCount64;
            stage = reason.ReasonCode is DeactivationReasonCode.None ? Stage.Active : Stage.Deactivating;
            EndWhenDrained();
        }

        LetWaitingIn();
    }

    private void Leave(Invocation call)
    {
        lock (gate)
        {
            requests.Leave(call);
            if (call.KeepsAlive)
                lastUsed = Environment.TickCount64;
            EndWhenDrained();
        }

        LetWaitingIn();
    }

    private void EndWhenDrained()
    {
        if (stage is not Stage.Deactivating || !requests.IsIdle || isEnding)
            return;

        isEnding = true;
        turns.Add(new Action(End));
    }

    /// <summary>While we deactivate, only calls get in without which a running one would never end.</summary>
    private void LetWaitingIn()
    {
        lock (gate)
        {
            if (stage is not (Stage.Active or Stage.Deactivating))
                return;

            while (requests.LetIn(onlyOurChains: stage is Stage.Deactivating) is { } call)
                turns.Add(call);
        }
    }

    private void DeactivateIfStale(Exception exception)
    {
        if (exception is not InconsistentStateException { IsSourceActivation: true } stale)
            return;

        stale.IsSourceActivation = false;
        Deactivate(new(DeactivationReasonCode.ApplicationError, stale, "Storage holds another version of its state."));
    }

    private async void End()
    {
        try
        {
            StopTimers();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(deactivationCancelled);
            limit.CancelAfter(silo.Collection.DeactivationTimeout);
            if (GrainInstance is IGrainBase grain)
                await grain.OnDeactivateAsync(reason, limit.Token).WaitAsync(limit.Token);
            if (lifecycle is not null)
                await lifecycle.Stop(limit.Token);
        }
        catch (Exception exception)
        {
            silo.Log.DeactivationFailed(exception, GrainId);
        }

        await Release();
        Vanish(silo.Deliver);
    }

    private void StopTimers()
    {
        List<IDisposable> all;
        lock (gate)
        {
            all = timers ?? [];
            timers = null;
        }

        foreach (var timer in all)
            timer.Dispose();
    }

    private async Task Release()
    {
        try
        {
            StopTimers();
            if (GrainInstance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else if (GrainInstance is IDisposable disposable)
                disposable.Dispose();
            if (scope is { } services)
                await services.DisposeAsync();
        }
        catch (Exception exception)
        {
            silo.Log.DeactivationFailed(exception, GrainId);
        }
    }

    /// <summary>Makes room for the next activation; then gives it the calls that waited for this one.</summary>
    private void Vanish(Action<Invocation> sendOn)
    {
        IReadOnlyCollection<Invocation> waiting;
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
