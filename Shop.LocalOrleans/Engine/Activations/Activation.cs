using Orleans.Engine.Calls;
using Orleans.Engine.Classes;
using Orleans.Runtime;

namespace Orleans.Engine.Activations;

/// <summary>
/// One grain in memory, from its first call to its deactivation. All its code runs in the turns of one
/// <see cref="TurnQueue"/>, hence never twice at once; its <see cref="RequestQueue"/> says which calls may mix.
/// </summary>
/// <remarks>
/// Calls that arrive while the grain activates wait for it. Calls that arrive while it deactivates are sent on to the
/// next activation, which is made when this one is gone: never are there two of one grain.
/// </remarks>
internal sealed partial class Activation : Receiver, IGrainContext
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

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId}{ActivationId}";

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
}
