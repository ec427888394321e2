using Shop.Commands;
using Shop.Testing;

namespace Shop.Payments;

/// <summary>
/// A customer buys, pays and gets the money back; every step of the shop on that way is written down. Then others go
/// the same way, and each time the shop is struck after another of these steps, until it has been after every one.
/// </summary>
/// <param name="shop">Of each class its own: the classes run side by side.</param>
/// <param name="provider">Where the customer pays.</param>
/// <param name="steps">Some that must be among those struck, so that not too little is watched.</param>
public abstract class KillPointTests(MortalShop shop, string provider, params string[] steps)
    : IClassFixture<MortalShop>
{
    private static readonly string[] OfEveryProvider =
    [
        "insert into orders", "update orders", "update inventory", "insert into payment_inbox", "update payment_inbox",
    ];

    [Fact]
    public async Task Killed_between_any_two_steps_the_shop_ends_with_one_paid_order_and_one_refund()
    {
        var way = await StrikeEverywhere(kills: true);

        var beforeAll = await new Journey(shop, provider).Survives(new(way[0], Fate.LosesRequest, Kills: true));
        Assert.True(beforeAll.IsStruck);
    }

    /// <remarks>One of each kind: nobody dies of it, so what comes after is as it always is.</remarks>
    [Fact]
    public Task A_shop_that_does_not_learn_what_became_of_a_step_ends_with_the_same() =>
        StrikeEverywhere(kills: false);

    private async Task<IReadOnlyList<Step>> StrikeEverywhere(bool kills)
    {
        var way = (await new Journey(shop, provider).Survives(blow: null)).Met;
        var struck = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in kills ? way : way.Where(step => step.Time == 1))
            await Strike(step);

        // What is done beside the way may have come too late for its blow.
        var must = OfEveryProvider.Concat(steps).ToHashSet(StringComparer.Ordinal);
        for (var tries = 0; tries < 5; tries++)
        {
            foreach (var late in must.Except(struck).ToList())
                await Strike(new(late, Time: 1));
        }

        using var said = new StringWriter();
        Assert.True(await AuditCommand.Audit(shop.Database.Source, said, CancellationToken.None) == 0, $"{said}");
        Assert.Empty(must.Except(struck));
        return way;

        async Task Strike(Step step)
        {
            var life = await new Journey(shop, provider).Survives(new(step, Fate.LosesAnswer, kills));
            if (life.IsStruck)
                struck.Add(step.Name);
        }
    }
}

public class SandboxKillPointTests(MortalShop shop)
    : KillPointTests(shop, "sandbox", "insert into sandbox_payments", "update sandbox_payments");

public class StripeKillPointTests(MortalShop shop)
    : KillPointTests(shop, "stripe", "POST /v1/checkout/sessions", "POST /v1/refunds");

public class PaystackKillPointTests(MortalShop shop)
    : KillPointTests(shop, "paystack", "POST /transaction/initialize", "GET /refund", "POST /refund");
