using System.Diagnostics;

namespace Shop.Storm.Operations;

/// <summary>SIGTERM while customers buy.</summary>
[Collection(nameof(RunningStorm))]
public sealed class StopTests(RunningStorm storm)
{
    [Fact]
    public async Task A_shop_that_is_asked_to_stop_is_gone_in_ten_seconds_and_has_lost_nothing()
    {
        var world = storm.World;
        await using var crowd = storm.Crowd();
        await crowd.Orders(20);

        var took = Stopwatch.StartNew();
        var exit = await world.Shop.Stop();
        Assert.True(exit is 0, $"exit code {exit} after {took.Elapsed}");
        var acknowledged = world.Record.Sales.Select(sale => sale.Id).ToList();

        Assert.NotEmpty(acknowledged);
        Assert.Empty(await RunningStorm.Missing(world.Database, acknowledged));

        world.Shop.Start();
        await world.Shop.UntilReady(CancellationToken.None);
        await crowd.Orders(5);
        Assert.True(world.Record.Sales.Count > acknowledged.Count);
    }
}
