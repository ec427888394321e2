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
        new("disk full for tables", (world, spell) => Starved(world, spell, Megabyte)),
        new("disk full for everything", (world, spell) => Starved(world, spell, bytes: 0)),
    ];

    public static IReadOnlyList<Fault> In(StormWorld world) =>
        world.Postgres.CanBeStarved ? [.. Always, .. WithQuota] : Always;

    private static async Task Frozen(StormWorld world, Spell spell)
    {
        world.Postgres.Send(Signal.Freeze);
        await spell.Lasts(500, 6_000);
        world.Postgres.Send(Signal.Thaw);
    }

    private static Task BackendKilled(StormWorld world, Spell spell)
    {
        world.Postgres.KillBackend(spell.Random);
        return Task.CompletedTask;
    }

    private static async Task Starved(StormWorld world, Spell spell, long bytes)
    {
        await world.Postgres.Starve(bytes);
        await spell.Lasts(1_000, 4_000);
        await world.Postgres.Feed();
    }
}
