using Shop.Storm.World;

namespace Shop.Storm.Faults;

/// <summary>What happens on the wire to PostgreSQL, on the way of webhooks, and to the clock.</summary>
internal static class WireFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("wire cut", Cut),
        new("wire slow", Slow),
        new("wire half-open", HalfOpen),
        new("request lost with its connection", (world, _) => Lose(world.Link.LoseNextRequest)),
        new("answer lost with its connection", (world, _) => Lose(world.Link.LoseNextAnswer)),
        new("webhooks lost, late, doubled, reordered", Webhooks),
        new("clock jumped", Jump),
    ];

    private static async Task Cut(StormWorld world, Spell spell)
    {
        world.Link.Cut();
        await spell.Lasts(200, 4_000);
        world.Link.Mend();
    }

    private static async Task Slow(StormWorld world, Spell spell)
    {
        world.Link.Slow(spell.Drawn(20, 150));
        await spell.Lasts(2_000, 6_000);
        world.Link.Mend();
    }

    /// <summary>Nothing comes through, nobody is told, and in the end the connections are gone.</summary>
    private static async Task HalfOpen(StormWorld world, Spell spell)
    {
        world.Link.Swallow();
        await spell.Lasts(1_000, 6_000);
        world.Link.Cut();
        world.Link.Mend();
    }

    /// <summary>A few of them, a moment apart: not every one hits a commit.</summary>
    private static async Task Lose(Action next)
    {
        for (var times = 0; times < 5; times++)
        {
            next();
            await Task.Delay(200);
        }
    }

    private static async Task Webhooks(StormWorld world, Spell spell)
    {
        world.Webhooks.Rage(on: true);
        await spell.Lasts(3_000, 8_000);
        world.Webhooks.Rage(on: false);
    }

    /// <summary>Every order that waits for its money is late at once.</summary>
    private static async Task Jump(StormWorld world, Spell spell)
    {
        world.Jump(TimeSpan.FromSeconds(StormWorld.HoldSeconds));
        await spell.Lasts(500, 1_500);
    }
}
