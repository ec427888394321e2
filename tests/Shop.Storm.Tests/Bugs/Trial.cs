using System.Collections.Immutable;
using Shop.Storm.Checks;
using Shop.Storm.Customers;
using Shop.Storm.World;
using Record = Shop.Storm.Customers.Record;

namespace Shop.Storm.Bugs;

/// <summary>What the storm's checks say of a shop after customers, wild webhooks and a power cut.</summary>
/// <param name="Orders">How many are acknowledged before the power cut, and as many again after it.</param>
/// <param name="Patience">How long the shop is given to heal.</param>
internal sealed record Trial(int Orders, TimeSpan Patience)
{
    /// <summary>A shop that was broken on purpose shows it soon, and does not heal.</summary>
    public static readonly Trial Short = new(Orders: 10, TimeSpan.FromSeconds(5));

    public static readonly Trial Thorough = new(Orders: 30, Calm.Promise);

    /// <returns>What was found, by what it speaks against.</returns>
    public async Task<ILookup<string, string>> Of(PlantedBug bug)
    {
        var record = new Record();
        await using var shops = new BuggyShops(bug);
        await using var webhooks = await WebhookDetour.Start(shops.Door, seed: 1);
        await shops.Start(webhooks);
        using var shop = new ShopClient(shops.Door, record);
        var staff = new Staff(shop, record, new Random(1));
        var market = await Market.Open(shop, await staff.SignIn());

        webhooks.Rage(on: true);
        await Trade(shops, new Crowd(shop, record, market, bug.Aim));
        webhooks.Rage(on: false);
        await new Calm(shops.Database, Patience).Comes(shops.Jump());
        await shops.PowerCut();
        return await Findings(await Evidence.Gather(record, market, staff, shops.Database));
    }

    private async Task Trade(BuggyShops shops, Crowd crowd)
    {
        await using (crowd)
        {
            await crowd.Orders(Orders);
            await shops.PowerCut();
            await crowd.Orders(Orders);
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
