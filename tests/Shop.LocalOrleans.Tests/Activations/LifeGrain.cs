using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Activations;

/// <summary>Writes its life into the diary. Words in its key make it slow or fail.</summary>
[Alias("tests.ILifeGrain")]
public interface ILifeGrain : IGrainWithStringKey
{
    [Alias("Note")]
    Task Note(string entry);

    /// <summary>Tells activations apart.</summary>
    [Alias("Activation")]
    Task<string> Activation();

    [Alias("Leave")]
    Task Leave();

    [Alias("WaitAtGate")]
    Task WaitAtGate();

    /// <summary>Calls another grain of this kind after the gate was opened.</summary>
    [Alias("WaitAndCall")]
    Task WaitAndCall(string other);

    [Alias("Tick")]
    Task Tick(TimeSpan period, bool keepAlive);
}

internal sealed class LifeGrain : Grain, ILifeGrain
{
    private readonly string activation = Guid.CreateVersion7().ToString();
    private readonly Diary diary;

    public LifeGrain(Diary diary)
    {
        this.diary = diary;
        Write("constructed");
        if (Key.StartsWith("constructor fails once", StringComparison.Ordinal) && diary.Read(Key).Length == 1)
            throw new InvalidOperationException("The constructor failed.");
    }

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Key.StartsWith("activation fails once", StringComparison.Ordinal) && diary.Read(Key).Length == 1)
            throw new InvalidOperationException("The activation failed.");
        if (Key.StartsWith("slow", StringComparison.Ordinal))
            await diary.Gate(Key).Task;
        Write("activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Write($"deactivated: {reason.ReasonCode}");
    }

    public Task Note(string entry)
    {
        Write(entry);
        return Task.CompletedTask;
    }

    public Task<string> Activation() => Task.FromResult(activation);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task WaitAtGate()
    {
        Write("waiting");
        await diary.Gate(Key).Task;
        Write("passed");
    }

    public async Task WaitAndCall(string other)
    {
        Write("waiting");
        await diary.Gate(Key).Task;
        await GrainFactory.GetGrain<ILifeGrain>(other).Note("called");
        Write("called other");
    }

    public Task Tick(TimeSpan period, bool keepAlive)
    {
        this.RegisterGrainTimer(
            () => Note("tick"), new() { DueTime = period, Period = period, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    private void Write(string entry) => diary.Write(Key, entry);
}
