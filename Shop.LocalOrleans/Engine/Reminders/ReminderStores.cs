using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Engine.Reminders;

/// <summary>A reminder as it is stored.</summary>
/// <param name="StartAt">The first tick, in UTC; the others follow it by whole periods.</param>
/// <param name="Version">Tells a reminder from one that was registered under its name later.</param>
internal sealed record StoredReminder(GrainId Grain, string Name, DateTime StartAt, TimeSpan Period, int Version)
    : IGrainReminder
{
    public string ReminderName => Name;

    /// <summary>The first tick that is not before now. Ticks that were missed are not made up for.</summary>
    public DateTime NextTick(DateTime now)
    {
        if (now <= StartAt)
            return StartAt;

        var sinceLast = (now - StartAt).Ticks % Period.Ticks;
        return sinceLast == 0 ? now : now.AddTicks(Period.Ticks - sinceLast);
    }
}

/// <summary>Where reminders survive the process.</summary>
internal interface IReminderStore
{
    Task<IReadOnlyList<StoredReminder>> ReadAll(CancellationToken cancellationToken);

    Task<IReadOnlyList<StoredReminder>> Read(GrainId grain);

    /// <returns>The version of the row as it is now.</returns>
    Task<int> Upsert(StoredReminder reminder);

    /// <returns>False if it is not there or was registered anew since.</returns>
    Task<bool> Remove(StoredReminder reminder);
}

/// <summary>Reminders that end with the process, for tests and trials.</summary>
internal sealed class MemoryReminderStore : IReminderStore
{
    private readonly ConcurrentDictionary<(GrainId, string), StoredReminder> rows = new();

    public Task<IReadOnlyList<StoredReminder>> ReadAll(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredReminder>>([.. rows.Values]);

    public Task<IReadOnlyList<StoredReminder>> Read(GrainId grain) =>
        Task.FromResult<IReadOnlyList<StoredReminder>>([.. rows.Values.Where(row => row.Grain == grain)]);

    public Task<int> Upsert(StoredReminder reminder) =>
        Task.FromResult(
            rows.AddOrUpdate(
                (reminder.Grain, reminder.Name),
                _ => reminder with { Version = 0 },
                (_, old) => reminder with { Version = old.Version + 1 }).Version);

    public Task<bool> Remove(StoredReminder reminder) =>
        Task.FromResult(rows.TryRemove(new((reminder.Grain, reminder.Name), reminder)));
}
