using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>Observers by stage, started in ascending order and stopped, if they were started, in descending.</summary>
internal sealed class StagedLifecycle : ISiloLifecycle, IGrainLifecycle
{
    private const ConfigureAwaitOptions Quietly =
        ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing;

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
            await all.ConfigureAwait(Quietly);
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
