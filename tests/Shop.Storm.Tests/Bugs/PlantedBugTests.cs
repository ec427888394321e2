namespace Shop.Storm.Bugs;

/// <summary>The storm's checks find what they are there to find.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData(
        PlantedBug.AcknowledgedFirst, "Every order that was acknowledged is there, as it was acknowledged")]
    [InlineData(PlantedBug.KeptExpired, "When every order has ended, nothing is held")]
    [InlineData(PlantedBug.NoVersionCheck, "Every ledger is whole and adds up to its counters")]
    [InlineData(PlantedBug.InboxTakesDoubles, "Every payment that a customer was told of has reached its order")]
    [InlineData(PlantedBug.ReleasedTwice, "No SKU was oversold, at any moment")]
    [InlineData(PlantedBug.NeverResumed, "Every order has come to its end")]
    public async Task A_planted_bug_is_found(string name, string claim)
    {
        var findings = await Trial.Short.Of(PlantedBug.All.Single(bug => bug.Name == name));

        Assert.NotEmpty(findings[claim]);
    }
}
