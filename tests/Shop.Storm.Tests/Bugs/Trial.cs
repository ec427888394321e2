using System.Collections.Immutable;
using Shop.Storm.Checks;
using Shop.Storm.Customers;
using Shop.Storm.World;
using Record = Shop.Storm.Customers.Record;

namespace Shop.Storm.Bugs;

/// <summary>What the storm's checks say of a shop with a bug, after customers, wild webhooks and a power cut.</summary>
internal static class Trial
{
    private const int OrdersBeforeThePowerCut = 30;
    private const int OrdersAfterIt = 20;

    /// <summary>A shop that was broken on purpose need not be given long to heal.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(5);

    /// <returns>What was found, by what it speaks against.</returns>
    public static async Task<ILookup<string, string>> Of(PlantedBug bug)
    {
        var record = new Record();
        await using var shops = new BuggyShops(bug);
        await using var webhooks = await WebhookDetour.Start(shops.Door, seed: 1);
        await shops.Start(webhooks.Url);
        using var shop = new ShopClient(shops.Door, record);
        var staff = new Staff(shop, record, new Random(1), BuggyShop.AdminPassword);
        var market = await Market.Open(shop, await staff.SignIn());

        webhooks.Rage(on: true);
        await Trade(shops, new Crowd(shop, record, market));
        webhooks.Rage(on: false);
        var patience = PlantedBug.All.Contains(bug) ? ShortPatience : Calm.Promise;
        await new Calm(shops.Database, patience).Comes(shops.Jump());
        await shops.PowerCut();
        return await Findings(await Evidence.Gather(record, market, staff, shops.Database));
    }

    private static async Task Trade(BuggyShops shops, Crowd crowd)
    {
        await using (crowd)
        {
            await crowd.Orders(OrdersBeforeThePowerCut);
            await shops.PowerCut();
            await crowd.Orders(OrdersAfterIt);
        }
    }

    private static async Task<ILookup<string, string>> Findings(Evidence evidence)
    {
        var findings = ImmutableArray.CreateBuilder<(string Claim, string Found)>();
        foreach (var check in Check.All)
            findings.AddRange((await check.Find(evidence)).Select(found => (check.Claim, found)));

        return findings.ToLookup(finding => finding.Claim, finding => finding.Found);
    }
}
