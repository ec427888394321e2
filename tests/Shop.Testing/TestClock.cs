namespace Shop.Testing;

/// <summary>The real time, moved: what waits for days happens in a test without waiting.</summary>
/// <remarks>Timers go on at their own pace; only what asks for the time sees it move.</remarks>
public sealed class TestClock : TimeProvider
{
    private long ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));
}
