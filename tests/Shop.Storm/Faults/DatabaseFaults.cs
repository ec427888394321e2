using Shop.Storm.World;

namespace Shop.Storm.Faults;

/// <summary>What happens to PostgreSQL.</summary>
internal static class DatabaseFaults
{
    private const long Megabyte = 1024 * 1024;

    private static readonly Fault[] Always =
    [
        new("PostgreSQL restarted, fast", (world, _) => world.Postgres.Restart("fast")),
        new("PostgreSQL restarted, immediate", (world, _) => world.Postgres.Restart("immediate")),
        new("PostgreSQL frozen", Frozen),
        new("PostgreSQL backend killed", BackendKilled),
    ];

    private static readonly Fault[] WithQuota =
    [
        new("disk full for tables", (world, random) => Starved(world, random, Megabyte)),
        new("disk full for everything", (world, random) => Starved(world, random, bytes: 0)),
    ];

    /// <summary>Not every system lets a process limit another.</summary>
    public static IReadOnlyList<Fault> In(StormWorld world) =>
        world.Postgres.CanBeStarved ? [.. Always, .. WithQuota] : Always;

    private static async Task Frozen(StormWorld world, Random random)
    {
        world.Postgres.Send(Signal.Freeze);
        await Task.Delay(Fault.Between(random, 500, 6_000));
        world.Postgres.Send(Signal.Thaw);
    }

    private static Task BackendKilled(StormWorld world, Random random)
    {
        world.Postgres.KillBackend(random);
        return Task.CompletedTask;
    }

    private static async Task Starved(StormWorld world, Random random, long bytes)
    {
        world.Postgres.Starve(bytes);
        await Task.Delay(Fault.Between(random, 1_000, 4_000));
        await world.Postgres.Feed();
    }
}
