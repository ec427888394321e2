using Shop.Testing;

namespace Shop.Accounts;

public class NetworkTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void A_household_is_one_place(string address, string place) =>
        Assert.Equal($"network/{place}", shop.Grains.Network(new Origin(address, null))!.GetPrimaryKeyString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("somewhere")]
    public void The_machine_itself_is_no_place(string? address) =>
        Assert.Null(shop.Grains.Network(new Origin(address, null)));

    [Fact]
    public async Task Whoever_tries_one_password_on_many_accounts_has_to_wait()
    {
        var from = new Origin("203.0.113.8", "Sprayer");
        var known = await shop.Grains.RegisteredWithPassword();
        for (var attempt = 0; attempt < 41; attempt++)
        {
            var nobody = shop.Grains.EmailAddress(People.NewEmail());
            Assert.Equal(AccountErrors.CodeInvalid, await nobody.Verify(new WrittenCode("123456", from)));
        }

        Assert.Equal(
            "too_many_attempts", (await shop.Grains.SignIn(known, People.Password, from: from)).Error?.Code);
        (await shop.Grains.SignIn(known, People.Password, from: new("203.0.113.9", null))).Must();
        shop.Clock.Advance(TimeSpan.FromSeconds(31));
        (await shop.Grains.SignIn(known, People.Password, from: from)).Must();
    }

    [Fact]
    public async Task Those_who_get_in_do_not_wait()
    {
        var place = shop.Grains.Network(new Origin("203.0.113.10", null))!;
        for (var attempt = 0; attempt < 100; attempt++)
        {
            Assert.Null(await place.Admit());
            await place.Forgive();
        }
    }
}
