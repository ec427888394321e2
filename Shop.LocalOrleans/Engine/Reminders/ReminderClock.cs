using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Engine.Reminders;

/// <summary>
/// Wakes grains at their reminders. What is stored is the truth: it is read when the silo starts, and read again from
/// time to time for what another process may have written; what this process registers is alarmed at once.
/// </summary>
internal sealed class ReminderClock(
    IReminderStore store, IOptions<ReminderOptions> options, Silo silo, ILogger<ReminderClock> log)
    : IReminderRegistry, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly ConcurrentDictionary<(GrainId, string), ReminderAlarm> alarms = new();
    private readonly CancellationTokenSource stopped = new();
    private Task refreshing = Task.CompletedTask;

    public async Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < options.Value.MinimumReminderPeriod)
        {
            throw new ArgumentException(
                $"Reminder {reminderName} has period {period}; the least is {options.Value.MinimumReminderPeriod}.",
                nameof(period));
        }

        var startAt = silo.Time.GetUtcNow().UtcDateTime + dueTime;
        var reminder = new StoredReminder(callingGrainId, reminderName, startAt, period, Version: 0);
        reminder = reminder with { Version = await store.Upsert(reminder) };
        Alarm(reminder);
        return reminder;
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        var stored = (StoredReminder)reminder;
        if (!await store.Remove(stored))
            throw new ReminderException($"{callingGrainId} has no such reminder \"{stored.Name}\" any longer.");

        if (alarms.TryRemove((stored.Grain, stored.Name), out var alarm))
            alarm.Dispose();
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        (await store.Read(callingGrainId)).SingleOrDefault(reminder => reminder.Name == reminderName);

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) =>
        [.. await store.Read(callingGrainId)];

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe<ReminderClock>(ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => stopped.Dispose();

    private async Task Start(CancellationToken cancellationToken)
    {
        await Refresh(cancellationToken);
        refreshing = RefreshRepeatedly();
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopped.CancelAsync();
        await refreshing;
        foreach (var alarm in alarms.Values)
            alarm.Dispose();
    }

    private async Task RefreshRepeatedly()
    {
        using var timer = new PeriodicTimer(options.Value.RefreshReminderListPeriod, silo.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopped.Token))
                await TryRefresh();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task TryRefresh()
    {
        try
        {
            await Refresh(stopped.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.RemindersUnread(exception, options.Value.RefreshReminderListPeriod);
        }
    }

    private async Task Refresh(CancellationToken cancellationToken)
    {
        var before = alarms.ToArray();
        var stored = (await store.ReadAll(cancellationToken)).ToDictionary(reminder => (reminder.Grain, reminder.Name));
        foreach (var reminder in stored.Values)
            Alarm(reminder);

        foreach (var (key, alarm) in before)
        {
            if (!stored.ContainsKey(key) && alarms.TryRemove(new(key, alarm)))
                alarm.Dispose();
        }
    }

    private void Alarm(StoredReminder reminder) =>
        alarms.AddOrUpdate(
            (reminder.Grain, reminder.Name),
            _ => new ReminderAlarm(silo, reminder, log),
            (_, alarm) =>
            {
                alarm.Set(reminder);
                return alarm;
            });
}
