using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Engine.Reminders;

/// <summary>Waits for the next tick of one reminder and then calls its grain.</summary>
internal sealed class ReminderAlarm : IDisposable
{
    /// <summary>Timers wait at most 49 days; a longer wait is a wait of several.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Silo silo;
    private readonly ILogger log;
    private readonly IRemindable grain;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private StoredReminder reminder;
    private DateTime due;

    public ReminderAlarm(Silo silo, StoredReminder reminder, ILogger log)
    {
        this.silo = silo;
        this.log = log;
        this.reminder = reminder;
        grain = (IRemindable)(IAddressable)silo.Refer(typeof(IRemindable), reminder.Grain);
        using (ExecutionContext.SuppressFlow())
        {
            timer = silo.Time.CreateTimer(
                static alarm => ((ReminderAlarm)alarm!).Ring(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        WaitFor(reminder.NextTick(Now));
    }

    private DateTime Now => silo.Time.GetUtcNow().UtcDateTime;

    /// <summary>Takes over what is stored now; nothing happens if that is what it waits for already.</summary>
    public void Set(StoredReminder stored)
    {
        lock (gate)
        {
            if (stored.Version == reminder.Version && stored.Period == reminder.Period)
                return;

            reminder = stored;
            WaitFor(stored.NextTick(Now));
        }
    }

    public void Dispose() => timer.Dispose();

    private void WaitFor(DateTime tick)
    {
        due = tick;
        var wait = tick - Now;
        timer.Change(
            wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }

    private async void Ring()
    {
        StoredReminder ticking;
        lock (gate)
        {
            if (Now < due)
            {
                WaitFor(due);
                return;
            }

            ticking = reminder;
        }

        try
        {
            await grain.ReceiveReminder(ticking.Name, new TickStatus(ticking.StartAt, ticking.Period, Now));
        }
        catch (Exception exception)
        {
            log.ReminderFailed(exception, ticking.Name, ticking.Grain);
        }

        lock (gate)
        {
            if (ticking == reminder)
                WaitFor(reminder.NextTick(Now.AddTicks(1)));
        }
    }
}
