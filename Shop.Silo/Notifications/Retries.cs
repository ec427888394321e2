namespace Shop.Notifications;

/// <summary>When a message that could not be sent is tried again.</summary>
internal static class Retries
{
    /// <summary>The tries double their distance from five seconds to an hour: more than a day in all.</summary>
    public const int MostAttempts = 36;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A fifth more or less, so that what failed together does not come back together.</summary>
    /// <param name="attempts">How often it was tried.</param>
    public static TimeSpan Pause(int attempts)
    {
        var doubled = First * (1L << Math.Min(attempts - 1, 16));
        var pause = doubled < Longest ? doubled : Longest;
        return pause * (0.8 + Random.Shared.NextDouble() * 0.4);
    }
}
