using Orleans.Engine.Calls;
using Orleans.Runtime;

namespace Orleans.Engine.Activations;

/// <summary>
/// Which calls of one activation run and which wait. Calls that may not interleave run one at a time in the order of
/// their arrival. The activation holds its lock around every use.
/// </summary>
internal sealed class RequestQueue(bool isReentrant)
{
    private readonly List<Invocation> running = [];
    private LinkedList<Invocation>? waiting;
    private int overtakers;
    private Dictionary<Guid, int>? openChains;

    public bool IsIdle => running.Count == 0;

    public int Count => running.Count + (waiting?.Count ?? 0);

    public IReadOnlyList<Invocation> Running => running;

    public Invocation[] All() => [.. running, .. waiting ?? []];

    /// <summary>Lets the call in when it may enter now.</summary>
    public bool TryEnter(Invocation call)
    {
        if (!MayEnter(call))
            return false;

        running.Add(call);
        return true;
    }

    public void Wait(Invocation call)
    {
        (waiting ??= []).AddLast(call);
        if (MayOvertake(call))
            overtakers++;
    }

    /// <summary>Lets in the first waiting call that may enter now, only of those caused by ours if so asked.</summary>
    public Invocation? LetIn(bool onlyOurChains = false)
    {
        for (var node = waiting?.First; node is not null; node = node.Next)
        {
            var call = node.Value;
            if (MayEnter(call) && (!onlyOurChains || IsOpenTo(call)))
            {
                Remove(node);
                running.Add(call);
                return call;
            }

            // A queue of a thousand ordinary calls is not looked through for each that leaves.
            if (overtakers == 0)
                return null;
        }

        return null;
    }

    public void Leave(Invocation call) => running.Remove(call);

    /// <summary>From now on calls of this chain may enter, because one that runs here waits for them.</summary>
    public void OpenTo(Guid chain)
    {
        openChains ??= [];
        openChains[chain] = openChains.GetValueOrDefault(chain) + 1;
    }

    public void CloseTo(Guid chain)
    {
        if (openChains is null || !openChains.TryGetValue(chain, out var times))
            return;

        if (times > 1)
            openChains[chain] = times - 1;
        else
            openChains.Remove(chain);
    }

    /// <summary>Takes out the waiting calls that are past their time, and tells the running ones.</summary>
    public void TakeExpired(long now, List<Invocation> expired)
    {
        foreach (var call in running)
        {
            if (call.Deadline <= now && !call.IsAbandoned)
                expired.Add(call);
        }

        for (var node = waiting?.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Deadline <= now)
            {
                expired.Add(node.Value);
                Remove(node);
            }

            node = next;
        }
    }

    public IReadOnlyCollection<Invocation> TakeWaiting()
    {
        var all = waiting;
        waiting = null;
        overtakers = 0;
        return all is null ? [] : all;
    }

    private static bool MayOvertake(Invocation call) =>
        call.Method.AlwaysInterleaves || call.Method.IsReadOnly || ChainOf(call) != Guid.Empty;

    private static Guid ChainOf(Invocation call) => RequestContext.ReentrancyIdOf(call.Context);

    private bool MayEnter(Invocation call)
    {
        if (running.Count == 0 || isReentrant || call.Method.AlwaysInterleaves)
            return true;

        foreach (var other in running)
        {
            var mix = other.Method.AlwaysInterleaves || (other.Method.IsReadOnly && call.Method.IsReadOnly);
            if (!mix)
                return IsOpenTo(call);
        }

        return true;
    }

    private bool IsOpenTo(Invocation call) => openChains is { Count: > 0 } && openChains.ContainsKey(ChainOf(call));

    private void Remove(LinkedListNode<Invocation> node)
    {
        waiting!.Remove(node);
        if (MayOvertake(node.Value))
            overtakers--;
    }
}
