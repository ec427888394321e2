using Orleans.Engine.Calls;
using Orleans.Runtime;

namespace Orleans.Engine.Activations;

/// <summary>
/// A timer whose ticks are calls of its grain: they wait their turn like others, and the next one is due a period
/// after the last has ended. While it waits it holds nothing but an alarm.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly GrainMethod Ticking = new() { Name = "timer" };
    private static readonly GrainMethod Interleaving = new() { Name = "timer", AlwaysInterleaves = true };

    private readonly Activation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly GrainTimerCreationOptions options;
    private readonly CancellationTokenSource stopped = new();
    private readonly Lock gate = new();
    private readonly ITimer alarm;
    private TimeSpan period;
    private TimeSpan? changedDue;
    private bool isTicking;

    private GrainTimer(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        this.activation = activation;
        this.callback = callback;
        this.options = options;
        period = options.Period;
        using (ExecutionContext.SuppressFlow())
        {
            alarm = activation.Silo.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public static GrainTimer Start(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, options.Period);
        var timer = new GrainTimer(activation, callback, options);
        activation.Add(timer);
        timer.alarm.Change(options.DueTime, Timeout.InfiniteTimeSpan);
        return timer;
    }

    /// <summary>Takes effect at once, or at the end of the tick that runs.</summary>
    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        lock (gate)
        {
            this.period = period;
            if (isTicking)
                changedDue = dueTime;
            else
                alarm.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        alarm.Dispose();
        activation.Remove(this);
        stopped.Cancel();
    }

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
    }

    private void Ring()
    {
        lock (gate)
            isTicking = true;

        var tick = new Tick(this);
        var method = options.Interleave ? Interleaving : Ticking;
        tick.Address(activation.GrainReference, method, source: null, deadline: long.MaxValue);
        activation.Receive(tick);
    }

    private async Task Run()
    {
        try
        {
            if (!stopped.IsCancellationRequested)
                await callback(stopped.Token);
        }
        catch (Exception exception)
        {
            activation.Silo.Log.TimerFailed(exception, activation.GrainId);
        }

        lock (gate)
        {
            isTicking = false;
            alarm.Change(changedDue ?? period, Timeout.InfiniteTimeSpan);
            changedDue = null;
        }
    }

    private sealed class Tick(GrainTimer timer) : ActionInvocation
    {
        public override bool KeepsAlive => timer.options.KeepAlive;

        public override bool EndsWithActivation => true;

        public override Task Start(object grain) => timer.Run();
    }
}
