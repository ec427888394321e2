using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Timers;

public sealed class TimerTests
{
    [Fact]
    public async Task A_timer_ticks_in_turns_until_it_is_stopped()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<ITimerGrain>(key);

        await grain.Start(interleave: false);
        await silo.Diary.ReadUntil(key.ToString(), "tick in a turn", times: 3);
        await grain.Stop();
        var ticks = silo.Diary.Read(key.ToString()).Length;
        await Task.Delay(200);

        Assert.Equal(ticks, silo.Diary.Read(key.ToString()).Length);
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<ITimerGrain>(key);

        var call = grain.StartAndWait(interleave: false);
        await silo.Diary.ReadUntil(key.ToString(), "call in");
        await Task.Delay(200);
        Assert.Equal(["call in"], silo.Diary.Read(key.ToString()));

        silo.Diary.Gate(key.ToString()).SetResult();
        await call;
        await silo.Diary.ReadUntil(key.ToString(), "tick in a turn");
        await grain.Stop();
    }

    [Fact]
    public async Task An_interleaving_tick_gets_in_beside_a_call()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<ITimerGrain>(key);

        var call = grain.StartAndWait(interleave: true);
        await silo.Diary.ReadUntil(key.ToString(), "tick in a turn", times: 2);

        Assert.DoesNotContain("call out", silo.Diary.Read(key.ToString()));
        silo.Diary.Gate(key.ToString()).SetResult();
        await call;
        await grain.Stop();
    }

    [Fact]
    public async Task A_tick_that_fails_is_followed_by_the_next()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<ITimerGrain>(key);

        await grain.StartFailing();
        await silo.Diary.ReadUntil(key.ToString(), "failing", times: 3);
        await grain.Stop();
    }

    [Fact]
    public async Task A_changed_timer_ticks_as_changed()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<ITimerGrain>(key);

        await grain.StartInAnHourThenChangeToNow();
        await silo.Diary.ReadUntil(key.ToString(), "changed");
        await Task.Delay(100);

        Assert.Single(silo.Diary.Read(key.ToString()));
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation_and_its_tick_is_told_so()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<ITimerGrain>(key);
        await grain.StartWaitingForEnd();
        await silo.Diary.ReadUntil(key.ToString(), "tick waits");

        await grain.Leave();

        await silo.Diary.ReadUntil(key.ToString(), "tick was told");
        await silo.Diary.ReadUntil(key.ToString(), "left");
        var entries = silo.Diary.Read(key.ToString()).Length;
        await Task.Delay(100);
        Assert.Equal(entries, silo.Diary.Read(key.ToString()).Length);
    }
}

public interface ITimerGrain : IGrainWithGuidKey
{
    Task Start(bool interleave);

    Task StartAndWait(bool interleave);

    Task StartFailing();

    Task StartInAnHourThenChangeToNow();

    Task StartWaitingForEnd();

    Task Stop();

    Task Leave();
}

internal sealed class TimerGrain(Diary diary) : Grain, ITimerGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private IGrainTimer? timer;

    public Task Start(bool interleave)
    {
        var turns = TaskScheduler.Current;
        timer = this.RegisterGrainTimer(
            async _ =>
            {
                await Task.Yield();
                Write(TaskScheduler.Current == turns ? "tick in a turn" : "tick outside");
            },
            new GrainTimerCreationOptions { DueTime = Soon, Period = Soon, Interleave = interleave });
        return Task.CompletedTask;
    }

    public async Task StartAndWait(bool interleave)
    {
        await Start(interleave);
        await diary.WaitAtGate(this.GetPrimaryKey(), "call");
    }

    public Task StartFailing()
    {
        timer = this.RegisterGrainTimer(
            () =>
            {
                Write("failing");
                throw new InvalidOperationException("A tick fails.");
            },
            Soon,
            Soon);
        return Task.CompletedTask;
    }

    public Task StartInAnHourThenChangeToNow()
    {
        timer = this.RegisterGrainTimer(
            state =>
            {
                Write(state);
                return Task.CompletedTask;
            },
            "changed",
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(1));
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task StartWaitingForEnd()
    {
        timer = this.RegisterGrainTimer(
            async ended =>
            {
                Write("tick waits");
                var told = new TaskCompletionSource();
                await using var registration = ended.Register(told.SetResult);
                await told.Task;
                Write("tick was told");
            },
            new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Soon, Interleave = true });
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        timer!.Dispose();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Write("left");
        return Task.CompletedTask;
    }

    private void Write(string entry) => diary.Write(this.GetPrimaryKey().ToString(), entry);
}
