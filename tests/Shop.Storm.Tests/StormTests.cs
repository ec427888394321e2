namespace Shop.Storm;

/// <summary>A short storm with every check of a long one. <c>./shop storm</c> runs the long ones.</summary>
public sealed class StormTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(60);

    /// <remarks>How much happens depends on the machine; a storm in which nothing happened proves nothing.</remarks>
    [Fact]
    public async Task A_storm_loses_nothing()
    {
        await using var told = new StringWriter();
        var report = await new StormRun(new StormPlan(Seed: 1, Length, StormPlan.ShopBesideUs), told)
            .Run(CancellationToken.None);
        report.Write(told);

        Assert.True(report.Holds, told.ToString());
        Assert.True(report.Record.Sales.Count >= 10, told.ToString());
        Assert.True(report.Faults.Values.Sum() >= 5, told.ToString());
    }
}
