using System.Numerics;

namespace Shop.Bench.Load;

/// <summary>
/// Counts of durations in buckets that are a 64th of their value wide, so that percentiles are right to 1.6 % at any
/// scale. Threads may add at once.
/// </summary>
internal sealed class Latencies
{
    private const int SubBits = 6;
    private const int Buckets = 2_048;

    private readonly long[] counts = new long[Buckets];
    private long most;

    public long Count => counts.Sum();

    /// <summary>In microseconds, exactly.</summary>
    public long Max => Volatile.Read(ref most);

    public void Add(long microseconds)
    {
        var value = Math.Max(0, microseconds);
        Interlocked.Increment(ref counts[BucketOf(value)]);
        for (var seen = Max; value > seen; seen = Max)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    /// <summary>The duration, in microseconds, that this share of all did not exceed; 0 without any.</summary>
    /// <param name="share">From 0 to 1.</param>
    public long Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * share));
        long seen = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
                return Math.Min(UpperEdge(bucket), Max);
        }

        return 0;
    }

    private static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - SubBits);
        return Math.Min(Buckets - 1, (shift << SubBits) + (int)(value >> shift));
    }

    private static long UpperEdge(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBits) - 1);
        return ((bucket - ((long)shift << SubBits) + 1) << shift) - 1;
    }
}
