using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>
/// An object that grains call back. Its calls run one after another on the thread pool. It is held weakly, as in
/// Orleans: whoever observes keeps the object.
/// </summary>
internal sealed class Observer(GrainId id, IGrainObserver target) : Receiver
{
    public static readonly GrainType Type = GrainType.Create("sys.client");

    private readonly WeakReference<IGrainObserver> target = new(target);
    private readonly Lock gate = new();
    private readonly Queue<Invocation> waiting = new();
    private Invocation? running;
    private bool isGone;

    public override Task Deactivated => Task.CompletedTask;

    public override int ActivationCount => 0;

    public override bool Receive(Invocation call)
    {
        lock (gate)
        {
            if (isGone)
                return false;

            if (running is not null)
            {
                waiting.Enqueue(call);
                return true;
            }

            running = call;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static observer => observer.Serve(), this, preferLocal: false);
        return true;
    }

    public override IEnumerable<Invocation> UnderWay()
    {
        lock (gate)
            return [.. waiting.Append(running).OfType<Invocation>()];
    }

    public override void TakeExpired(long now, List<Invocation> expired) =>
        expired.AddRange(UnderWay().Where(call => !call.IsAbandoned && call.Deadline <= now));

    public override void CollectIfIdle(long now, TimeSpan? age)
    {
    }

    public override void Deactivate(DeactivationReason reason, CancellationToken cancellationToken)
    {
        lock (gate)
            isGone = true;
    }

    public bool Is(IGrainObserver other) => target.TryGetTarget(out var one) && ReferenceEquals(one, other);

    private async void Serve()
    {
        while (running is { } call)
        {
            if (!call.IsAbandoned)
                await Serve(call);

            lock (gate)
                running = waiting.TryDequeue(out var next) ? next : null;
        }
    }

    private async Task Serve(Invocation call)
    {
        try
        {
            if (!target.TryGetTarget(out var observer))
                throw new ClientNotAvailableException(id);

            RequestContext.Values = call.Context;
            var work = call.Start(observer);
            await work;
            call.Answer(work);
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }
    }
}
