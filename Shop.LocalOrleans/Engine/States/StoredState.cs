using Orleans.Engine.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Engine.States;

/// <summary>
/// A grain's state between its turns and storage. It is read before the grain activates. Reads and writes go one after
/// another; writes that wait are one write, of the state as it is when it begins.
/// </summary>
internal sealed class StoredState<T>(string name, Activation activation, IGrainStorage storage)
    : IPersistentState<T>, ILifecycleObserver
{
    private const ConfigureAwaitOptions Quietly =
        ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing;

    private GrainState<T> stored = new(PersistentStates.New<T>());
    private Task last = Task.CompletedTask;
    private Task? waitingWrite;

    public T State
    {
        get
        {
            CheckTurn();
            return stored.State!;
        }

        set
        {
            CheckTurn();
            stored.State = value;
        }
    }

    public string? Etag => stored.ETag;

    public bool RecordExists => stored.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        Enqueue("reading", () => storage.ReadStateAsync(name, activation.GrainId, stored, cancellationToken));

    public Task WriteStateAsync(CancellationToken cancellationToken)
    {
        if (waitingWrite is not null && waitingWrite == last && !cancellationToken.CanBeCanceled)
            return waitingWrite;

        var mustWait = !last.IsCompleted;
        var write = Enqueue(
            "writing",
            () =>
            {
                waitingWrite = null;
                return storage.WriteStateAsync(name, activation.GrainId, stored, cancellationToken);
            });
        waitingWrite = mustWait && !cancellationToken.CanBeCanceled ? write : null;
        return write;
    }

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        Enqueue("clearing", () => storage.ClearStateAsync(name, activation.GrainId, stored, cancellationToken));

    Task ILifecycleObserver.OnStart(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    Task ILifecycleObserver.OnStop(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task Enqueue(string doing, Func<Task> step)
    {
        CheckTurn();
        return last = Run(last, doing, step);
    }

    private async Task Run(Task before, string doing, Func<Task> step)
    {
        if (!before.IsCompleted)
            await before.ConfigureAwait(Quietly);

        try
        {
            await step();
        }
        catch (Exception exception) when (exception is not (OrleansException or OperationCanceledException))
        {
            throw new OrleansException(
                $"Storage failed {doing} state \"{name}\" of {activation.GrainId}: {exception.Message}", exception);
        }
    }

    private void CheckTurn()
    {
        if (Activation.Current != activation)
        {
            throw new InvalidOperationException(
                $"State \"{name}\" of {activation.GrainId} is used outside of the grain's turns.");
        }
    }
}
