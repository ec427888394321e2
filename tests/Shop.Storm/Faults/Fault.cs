using Shop.Storm.World;

namespace Shop.Storm.Faults;

/// <summary>One thing that goes wrong, and is over when its task is.</summary>
/// <param name="Name">As the report counts it.</param>
/// <param name="Strike">Does it.</param>
internal sealed record Fault(string Name, Func<StormWorld, Random, Task> Strike)
{
    public static TimeSpan Between(Random random, int least, int most) =>
        TimeSpan.FromMilliseconds(random.Next(least, most));
}
