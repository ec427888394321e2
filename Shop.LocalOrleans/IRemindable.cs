using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that can be woken by reminders, also after a restart of the process.</summary>
public interface IRemindable : IGrain
{
    Task ReceiveReminder(string reminderName, TickStatus status);
}
