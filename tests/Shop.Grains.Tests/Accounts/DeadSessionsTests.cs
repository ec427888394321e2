using Shop.Testing;

namespace Shop.Accounts;

public class DeadSessionsTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task A_session_is_deleted_when_nobody_can_go_on_with_it_and_nothing_else_is()
    {
        await shop.Grains.Session();
        shop.Clock.Advance(Session.IdleLimit);

        Assert.Equal(0, await Delete());
        shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Delete());
        Assert.Equal(0, await Delete());
        Assert.Equal(1, await shop.Database.Value<long>(
            "select count(*) from orleansstorage where graintypestring = 'signing_keys'"));
    }

    private Task<int> Delete() =>
        DeadSessions.Purge.Run(shop.Database.Source, shop.Clock.GetUtcNow(), CancellationToken.None);
}
