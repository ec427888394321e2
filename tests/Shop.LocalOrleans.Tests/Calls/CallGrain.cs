using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Calls;

[GenerateSerializer, Immutable, Alias("tests.Parcel")]
public sealed record Parcel(string Name, int Weight);

public interface ICallGrain : IGrainWithGuidKey
{
    Task<int> Add(int left, int right);

    Task<string> Join(string text, long number, decimal fraction, Guid? none);

    Task<Parcel> Same(Parcel parcel);

    ValueTask<int> AddAsValueTask(int left, int right);

    ValueTask DoAsValueTask();

    Task<Parcel?> Nothing();

    /// <summary>Tells activations apart.</summary>
    Task<Guid> Activation();

    Task FailBeforeAwait(string message);

    Task FailAfterAwait(string message);

    Task FailElsewhere(string message);

    [OneWay]
    Task Tell(string name);

    [OneWay]
    Task TellAndFail();

    Task WaitForCancellation(CancellationToken cancel);
}

internal sealed class CallGrain(Diary diary) : Grain, ICallGrain
{
    private readonly Guid activation = Guid.CreateVersion7();

    public Task<int> Add(int left, int right) => Task.FromResult(left + right);

    public Task<string> Join(string text, long number, decimal fraction, Guid? none) =>
        Task.FromResult($"{text}, {number}, {fraction}, {none}");

    public Task<Parcel> Same(Parcel parcel) => Task.FromResult(parcel);

    public async ValueTask<int> AddAsValueTask(int left, int right)
    {
        await Task.Yield();
        return left + right;
    }

    public ValueTask DoAsValueTask() => ValueTask.CompletedTask;

    public Task<Parcel?> Nothing() => Task.FromResult<Parcel?>(null);

    public Task<Guid> Activation() => Task.FromResult(activation);

    public Task FailBeforeAwait(string message) => throw new ArgumentException(message);

    public async Task FailAfterAwait(string message)
    {
        await Task.Yield();
        throw new ArgumentException(message);
    }

    public async Task FailElsewhere(string message) =>
        await GrainFactory.GetGrain<ICallGrain>(Guid.CreateVersion7()).FailAfterAwait(message);

    public Task Tell(string name) => diary.WaitAtGate(this.GetPrimaryKey(), name);

    public Task TellAndFail() => throw new ArgumentException("Nobody hears this.");

    public async Task WaitForCancellation(CancellationToken cancel)
    {
        var turns = TaskScheduler.Current;
        using var seen = cancel.Register(() => diary.Write(
            this.GetPrimaryKey().ToString(),
            TaskScheduler.Current == turns ? "cancelled in a turn" : "cancelled outside"));
        diary.Write(this.GetPrimaryKey().ToString(), "waiting");
        await Task.Delay(Timeout.Infinite, cancel);
    }
}

public interface IWorkerGrain : IGrainWithGuidKey
{
    /// <summary>Answers which activation did it.</summary>
    Task<Guid> Work();
}

[StatelessWorker(3)]
internal sealed class WorkerGrain(Diary diary) : Grain, IWorkerGrain
{
    private readonly Guid activation = Guid.CreateVersion7();

    public async Task<Guid> Work()
    {
        await diary.WaitAtGate(this.GetPrimaryKey(), "work");
        return activation;
    }
}
