using System.Globalization;

namespace Shop.Hosting;

/// <summary>The machine's clock, ahead by the seconds that a file says, for fault tests.</summary>
/// <remarks>Timers go on at their own pace; only what asks for the time sees it move.</remarks>
internal sealed class MovedClock(string file) : TimeProvider
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    private long ahead;
    private long lookedAt;

    /// <summary>Null when no file is named.</summary>
    /// <exception cref="CannotStartException">In production nobody may move the clock.</exception>
    public static MovedClock? Read(IConfiguration source, bool isProduction)
    {
        if (source.Text("SHOP_CLOCK_FILE") is not { } file)
            return null;

        return isProduction
            ? throw new CannotStartException("SHOP_CLOCK_FILE is set: in production nobody moves the shop's clock.")
            : new(file);
    }

    public override DateTimeOffset GetUtcNow()
    {
        var looked = Interlocked.Read(ref lookedAt);
        var now = System.GetTimestamp();
        if ((looked == 0 || System.GetElapsedTime(looked, now) > Glance)
            && Interlocked.CompareExchange(ref lookedAt, now, looked) == looked)
        {
            Look();
        }

        return System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));
    }

    /// <summary>What cannot be read now, because it is being written, is read at the next glance.</summary>
    private void Look()
    {
        try
        {
            if (int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var seconds))
                Interlocked.Exchange(ref ahead, seconds * TimeSpan.TicksPerSecond);
        }
        catch (IOException)
        {
            Interlocked.Exchange(ref lookedAt, 0);
        }
    }
}
