using Orleans.Engine.Activations;
using Orleans.Runtime;

namespace Orleans.Engine.Calls;

/// <summary>
/// An object that grains call back. Its calls run one after another on the thread pool. It is held weakly, as in
/// Orleans: whoever observes keeps the object.
/// </summary>
internal sealed class Observer(GrainId id, IGrainObserver target) : Receiver
{
    public static readonly GrainType Type = GrainType.Create("sys.client");

    private readonly WeakReference<IGrainObserver> target = new(target);
    private readonly Lock gate = new();
    private readonly Queue<Invocation> calls = new();
    private volatile bool isDeleted;

    public bool IsGone => !target.TryGetTarget(out _);

    /// <summary>From now on nobody stands behind the id.</summary>
    public void Delete() => isDeleted = true;

    public override bool Receive(Invocation call)
    {
        if (isDeleted)
            return false;

        lock (gate)
        {
            calls.Enqueue(call);
            if (calls.Count > 1)
                return true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static observer => observer.ServeAll(), this, preferLocal: false);
        return true;
    }

    public override IReadOnlyList<Invocation> UnderWay()
    {
        lock (gate)
            return [.. calls];
    }

    public override void TakeExpired(long now, List<Invocation> expired) =>
        expired.AddRange(UnderWay().Where(call => !call.IsAbandoned && call.Deadline <= now));

    /// <summary>The call that runs stays first in the queue until it has ended.</summary>
    private async void ServeAll()
    {
        Invocation? call;
        lock (gate)
            call = calls.Peek();

        while (call is not null)
        {
            await Serve(call);
            lock (gate)
            {
                calls.Dequeue();
                call = calls.TryPeek(out var next) ? next : null;
            }
        }
    }

    private async Task Serve(Invocation call)
    {
        Task? work = null;
        Exception? failure = null;
        try
        {
            if (!target.TryGetTarget(out var observer))
                throw new ClientNotAvailableException(id);
            if (call.TryBegin(turns: null))
            {
                work = call.Start(observer);
                await work;
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        call.End(work, failure);
    }
}
