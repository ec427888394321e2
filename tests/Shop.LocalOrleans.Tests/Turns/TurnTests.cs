using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Turns;

public sealed class TurnTests
{
    [Fact]
    public async Task Turns_never_overlap_not_even_in_a_reentrant_grain()
    {
        var silo = await TestSilo.Shared;
        var grain = silo.Grains.GetGrain<ITurnGrain>(Guid.CreateVersion7());

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => grain.CountUpInManyTurns(200))));

        Assert.Equal(64 * 200, await grain.Counted());
    }

    [Fact]
    public async Task Everything_in_a_grain_runs_on_the_scheduler_of_its_activation()
    {
        var silo = await TestSilo.Shared;

        var schedulers = await silo.Grains.GetGrain<ITurnGrain>(Guid.CreateVersion7()).SchedulersAlongTheWay();

        Assert.Equal(["own", "own", "own", "own", "own", "default", "own", "own", "own"], schedulers);
    }

    [Fact]
    public async Task Two_grains_have_schedulers_of_their_own()
    {
        var silo = await TestSilo.Shared;

        var one = await silo.Grains.GetGrain<ITurnGrain>(Guid.CreateVersion7()).Scheduler();
        var other = await silo.Grains.GetGrain<ITurnGrain>(Guid.CreateVersion7()).Scheduler();

        Assert.NotEqual(one, other);
        Assert.NotEqual(TaskScheduler.Default.Id, one);
    }

    [Fact]
    public async Task A_caller_outside_of_grains_goes_on_outside_of_them()
    {
        var silo = await TestSilo.Shared;

        await Task.Run(async () =>
        {
            await silo.Grains.GetGrain<ITurnGrain>(Guid.CreateVersion7()).Counted();
            Assert.Same(TaskScheduler.Default, TaskScheduler.Current);
        });
    }

    [Fact]
    public async Task A_long_queue_of_one_grain_does_not_keep_others_waiting()
    {
        var silo = await TestSilo.Shared;
        var busy = silo.Grains.GetGrain<ITurnGrain>(Guid.CreateVersion7());
        var load = Enumerable.Range(0, 16).Select(_ => busy.CountUpInManyTurns(20_000)).ToArray();

        await silo.Grains.GetGrain<ITurnGrain>(Guid.CreateVersion7()).Counted();

        Assert.Contains(load, call => !call.IsCompleted);
        await Task.WhenAll(load);
    }
}

[Alias("tests.ITurnGrain")]
public interface ITurnGrain : IGrainWithGuidKey
{
    [Alias("CountUpInManyTurns")]
    Task CountUpInManyTurns(int times);

    [Alias("Counted")]
    Task<int> Counted();

    [Alias("Scheduler")]
    Task<int> Scheduler();

    [Alias("SchedulersAlongTheWay")]
    Task<string[]> SchedulersAlongTheWay();
}

[Reentrant]
internal sealed class TurnGrain : Grain, ITurnGrain
{
    private int counted;
    private int inTurn;

    public async Task CountUpInManyTurns(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(1, Interlocked.Increment(ref inTurn));
            counted++;
            Assert.Equal(0, Interlocked.Decrement(ref inTurn));
            await Task.Yield();
        }
    }

    public Task<int> Counted() => Task.FromResult(counted);

    public Task<int> Scheduler() => Task.FromResult(TaskScheduler.Current.Id);

    public async Task<string[]> SchedulersAlongTheWay()
    {
        var own = TaskScheduler.Current;
        var seen = new List<string>();
        void See() => seen.Add(
            TaskScheduler.Current == own ? "own"
            : TaskScheduler.Current == TaskScheduler.Default ? "default"
            : "other");

        See();
        await Task.Yield();
        See();
        await Task.Delay(5);
        See();
        await Task.WhenAll(Task.Delay(1), Task.Delay(5));
        See();
        await Task.Factory.StartNew(See);
        await Task.Run(See);
        See();
        await new ValueTask(Task.Delay(1));
        See();
        await GrainFactory.GetGrain<ITurnGrain>(Guid.CreateVersion7()).Counted();
        See();
        return [.. seen];
    }
}
