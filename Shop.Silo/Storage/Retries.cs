namespace Shop.Storage;

/// <summary>When something in a queue that could not be done is tried again. The tries double their distance.</summary>
/// <param name="First">The first distance.</param>
/// <param name="Longest">No distance is longer.</param>
/// <param name="MostAttempts">What has failed so often is dead, until a person has it tried again.</param>
internal sealed record Retries(TimeSpan First, TimeSpan Longest, int MostAttempts)
{
    /// <summary>A fifth more or less, so that what failed together does not come back together.</summary>
    /// <param name="attempts">How often it was tried.</param>
    public TimeSpan Pause(int attempts)
    {
        var doubled = First * (1L << Math.Min(attempts - 1, 16));
        var pause = doubled < Longest ? doubled : Longest;
        return pause * (0.8 + Random.Shared.NextDouble() * 0.4);
    }
}
