using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>What the host has to say.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Grain host started with {Classes} grain classes")]
    public static partial void Started(this ILogger log, int classes);

    [LoggerMessage(2, LogLevel.Error, "{Grain} failed to activate")]
    public static partial void ActivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(3, LogLevel.Error, "{Grain} failed while it deactivated")]
    public static partial void DeactivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(4, LogLevel.Error, "A timer of {Grain} failed; it ticks again")]
    public static partial void TimerFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(5, LogLevel.Error, "Reminder {Reminder} of {Grain} failed; it ticks again")]
    public static partial void ReminderFailed(this ILogger log, Exception exception, string reminder, GrainId grain);

    [LoggerMessage(6, LogLevel.Warning, "{Count} grains were still busy when the time to stop was over")]
    public static partial void StoppedBusy(this ILogger log, int count);

    [LoggerMessage(7, LogLevel.Warning, "A one-way call of {Method} to {Grain} failed")]
    public static partial void OneWayFailed(this ILogger log, Exception exception, string method, GrainId grain);

    [LoggerMessage(8, LogLevel.Error, "Reminders could not be read; tried again in {Delay}")]
    public static partial void RemindersUnread(this ILogger log, Exception exception, TimeSpan delay);

    [LoggerMessage(9, LogLevel.Debug, "Observer {Observer} failed and is forgotten")]
    public static partial void ObserverForgotten(this ILogger log, Exception exception, object observer);
}
