namespace Shop.Storm.Bugs;

/// <summary>The storm's checks find nothing where nothing is wrong.</summary>
public sealed class RightShopTests
{
    [Fact]
    public Task A_shop_without_a_bug_is_found_right() => IsRight(PlantedBug.None);

    [Fact]
    public Task Two_shops_that_both_believe_they_own_every_grain_sell_nothing_twice() => IsRight(PlantedBug.SplitBrain);

    private static async Task IsRight(PlantedBug bug)
    {
        var findings = await Trial.Thorough.Of(bug);

        var all = findings.SelectMany(claim => claim.Select(found => $"{claim.Key}: {found}")).ToList();
        Assert.True(all.Count == 0, string.Join("\n", all));
    }
}
