using Shop.Storm.World;

namespace Shop.Storm.Faults;

/// <summary>One thing that goes wrong, and is over when its task is.</summary>
/// <param name="Name">As the report counts it.</param>
/// <param name="Strike">Does it.</param>
internal sealed record Fault(string Name, Func<StormWorld, Spell, Task> Strike);

/// <summary>How long things last, which is chance; no longer than the storm.</summary>
internal sealed record Spell(Random Random, CancellationToken Over)
{
    public async Task Lasts(int least, int most) =>
        await Task.Delay(Drawn(least, most), Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public TimeSpan Drawn(int least, int most) => TimeSpan.FromMilliseconds(Random.Next(least, most));
}
