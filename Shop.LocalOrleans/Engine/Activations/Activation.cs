using Orleans.Engine.Calls;
using Orleans.Engine.Classes;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Engine.Activations;

/// <summary>
/// One grain in memory, from its first call to its deactivation. All its code runs in the turns of one
/// <see cref="TurnQueue"/>, hence never twice at once; its <see cref="RequestQueue"/> says which calls may mix.
/// </summary>
/// <remarks>
/// Calls that arrive while the grain activates wait for it. Calls that arrive while it deactivates are sent on to the
/// next activation, which is made when this one is gone: never are there two of one grain.
/// </remarks>
internal sealed class Activation : Receiver, IGrainContext
{
    private readonly Lock gate = new();
    private readonly GrainClass type;
    private readonly GrainBody body;
    private readonly RequestQueue requests;
    private readonly Action<Receiver> removed;
    private Stage stage;
    private bool isEnding;
    private DeactivationReason reason;
    private CancellationToken hurry;
    private TaskCompletionSource? gone;
    private ActivationId? activationId;
    private long lastUsed = Environment.TickCount64;
    private long keptUntil;

    /// <param name="silo">Where it lives.</param>
    /// <param name="type">The class of the grain.</param>
    /// <param name="id">The grain.</param>
    /// <param name="removed">Called when it is gone, so that it is found no longer.</param>
    public Activation(Silo silo, GrainClass type, GrainId id, Action<Receiver> removed)
    {
        this.type = type;
        this.removed = removed;
        Silo = silo;
        GrainId = id;
        Turns = new TurnQueue(this);
        requests = new RequestQueue(type.IsReentrant);
        body = new GrainBody(this, type);
    }

    private enum Stage
    {
        New = 0,
        Activating = 1,
        Active = 2,
        Deactivating = 3,
        Gone = 4,
    }

    /// <summary>The activation whose turn the caller runs in, or null outside of grains.</summary>
    public static Activation? Current => (TaskScheduler.Current as TurnQueue)?.Owner;

    public Silo Silo { get; }

    public GrainId GrainId { get; }

    public TurnQueue Turns { get; }

    public GrainReference GrainReference => new(Silo, null, GrainId);

    public object? GrainInstance => body.Instance;

    public ActivationId ActivationId => activationId ??= ActivationId.NewId();

    public IServiceProvider ActivationServices => body.Services;

    public IGrainLifecycle ObservableLifecycle => body.Lifecycle;

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

    /// <summary>How many calls run or wait here.</summary>
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
                Turns.Add(new Action(Activate));
            }

            if (stage is Stage.Active && requests.TryEnter(call))
                Turns.Add(call);
            else
                requests.Wait(call);
            return true;
        }
    }

    /// <summary>Runs a call that was let in, from its start to its answer. Called in a turn.</summary>
    public async void Serve(Invocation call)
    {
        Task? work = null;
        Exception? failure = null;
        try
        {
            if (call.TryBegin(Turns))
            {
                work = call.Start(GrainInstance!);
                await work;
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            DeactivateIfStale(exception);
        }

        // The next call is let in before this one's caller can make another.
        Leave(call);
        call.End(work, failure);
    }

    /// <summary>Until closed again, calls of this chain may enter beside the one that runs.</summary>
    public void OpenTo(Guid chain)
    {
        lock (gate)
        {
            requests.OpenTo(chain);
            LetWaitingIn();
        }
    }

    public void CloseTo(Guid chain)
    {
        lock (gate)
            requests.CloseTo(chain);
    }

    public void Add(IDisposable timer) => body.Add(timer);

    public void Remove(IDisposable timer) => body.Remove(timer);

    public void DelayDeactivation(TimeSpan time) =>
        keptUntil = time == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : Environment.TickCount64 + (long)time.TotalMilliseconds;

    public override IReadOnlyList<Invocation> UnderWay()
    {
        lock (gate)
            return requests.Count == 0 ? [] : requests.All();
    }

    /// <summary>The calls that were let in and have not ended.</summary>
    public Invocation[] Running()
    {
        lock (gate)
            return [.. requests.Running];
    }

    public override void TakeExpired(long now, List<Invocation> expired)
    {
        lock (gate)
            requests.TakeExpired(now, expired);
    }

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

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId}{ActivationId}";

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

    private void Leave(Invocation call)
    {
        lock (gate)
        {
            requests.Leave(call);
            if (call.KeepsAlive)
                lastUsed = Environment.TickCount64;
            EndWhenDrained();
            LetWaitingIn();
        }
    }

    /// <summary>While it deactivates, only calls get in without which a running one would never end.</summary>
    private void LetWaitingIn()
    {
        if (stage is not (Stage.Active or Stage.Deactivating))
            return;

        while (requests.LetIn(onlyOurChains: stage is Stage.Deactivating) is { } call)
            Turns.Add(call);
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
