using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>Observers by stage: started in ascending order, stopped in descending order those that were started.</summary>
internal sealed class StagedLifecycle : ISiloLifecycle, IGrainLifecycle
{
    private readonly List<Subscription> subscriptions = [];
    private int? reached;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        var subscription = new Subscription(this, stage, observer);
        lock (subscriptions)
            subscriptions.Add(subscription);
        return subscription;
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        foreach (var stage in Stages())
        {
            reached = stage.Key;
            await Task.WhenAll(stage.Select(one => one.Observer.OnStart(cancellationToken)));
        }
    }

    /// <summary>Stops all, also those after one that fails; then throws what the first threw.</summary>
    public async Task Stop(CancellationToken cancellationToken)
    {
        List<Task> stopped = [];
        foreach (var stage in Stages().Where(stage => stage.Key <= reached).Reverse())
        {
            var all = Task.WhenAll(stage.Select(one => one.Observer.OnStop(cancellationToken)));
            await all.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            stopped.Add(all);
        }

        reached = null;
        await Task.WhenAll(stopped);
    }

    private IGrouping<int, Subscription>[] Stages()
    {
        lock (subscriptions)
            return [.. subscriptions.GroupBy(one => one.Stage).OrderBy(stage => stage.Key)];
    }

    private sealed record Subscription(StagedLifecycle Lifecycle, int Stage, ILifecycleObserver Observer) : IDisposable
    {
        public void Dispose()
        {
            lock (Lifecycle.subscriptions)
                Lifecycle.subscriptions.Remove(this);
        }
    }
}
