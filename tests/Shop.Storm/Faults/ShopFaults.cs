using Shop.Storm.World;

namespace Shop.Storm.Faults;

/// <summary>What happens to the shop's processes.</summary>
internal static class ShopFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("shop killed", Killed),
        new("shop killed", Killed),
        new("shop stopped", Stopped),
        new("shop frozen", Frozen),
        new("second shop beside it", Twin),
        new("shop frozen while a second one works", Zombie),
    ];

    private static async Task Killed(StormWorld world, Spell spell)
    {
        await world.Shop.Kill();
        await spell.Lasts(0, 1_500);
        await Start(world, world.Shop);
    }

    private static async Task Stopped(StormWorld world, Spell spell)
    {
        var exit = await world.Shop.Stop();
        if (exit is not 0)
            world.Record.Contradiction($"the shop was asked to stop: {(exit is null ? "it did not" : $"exit {exit}")}");

        await world.Shop.Kill();
        await spell.Lasts(0, 1_000);
        await Start(world, world.Shop);
    }

    private static async Task Frozen(StormWorld world, Spell spell)
    {
        world.Shop.Send(Signal.Freeze);
        await spell.Lasts(500, 8_000);
        world.Shop.Send(Signal.Thaw);
    }

    /// <summary>Two processes that both believe they own every grain.</summary>
    private static async Task Twin(StormWorld world, Spell spell)
    {
        await Start(world, world.Twin);
        world.Open(world.Twin);
        await spell.Lasts(3_000, 8_000);
        world.Close(world.Twin);
        await world.Twin.Kill();
    }

    /// <summary>One comes back to a world that went on without it, and does not know.</summary>
    private static async Task Zombie(StormWorld world, Spell spell)
    {
        world.Shop.Send(Signal.Freeze);
        world.Close(world.Shop);
        await Start(world, world.Twin);
        world.Open(world.Twin);
        await spell.Lasts(2_000, 5_000);
        world.Shop.Send(Signal.Thaw);
        world.Open(world.Shop);
        await spell.Lasts(1_000, 3_000);
        world.Close(world.Twin);
        await world.Twin.Kill();
    }

    /// <remarks>It may take as long as the other faults let it: PostgreSQL may be away, too.</remarks>
    private static async Task Start(StormWorld world, ShopProcess shop)
    {
        shop.Start();
        for (var again = await shop.UntilReady(CancellationToken.None); again > 0; again--)
            world.Record.Count("starts given up");
    }
}
