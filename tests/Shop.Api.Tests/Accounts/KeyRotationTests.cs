using System.Net;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Accounts;

public class KeyRotationTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Door = "/api/v1/closed/customers";

    [Fact]
    public async Task A_token_of_the_former_key_is_good_until_it_expires()
    {
        using var before = await shop.Customer();
        var key = await shop.Grains.SigningKeys().Rotate(revoke: false);
        using var after = await shop.Customer();

        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync(Door)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync(Door)).StatusCode);
        Assert.Contains(key.KeyId, await Published());
    }

    [Fact]
    public async Task A_revoked_key_is_refused_within_a_minute()
    {
        await using var alone = await ShopHost.Start();
        using var robbed = await alone.Customer();
        await (await robbed.GetAsync(Door)).Read(HttpStatusCode.OK);

        await alone.Grains.SigningKeys().Rotate(revoke: true);
        alone.Clock.Advance(TimeSpan.FromMinutes(1));
        await (await robbed.GetAsync(Door)).Problem(HttpStatusCode.Unauthorized, "token_invalid");

        using var back = await alone.Customer();
        await (await back.GetAsync(Door)).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_database_alone_holds_no_key_in_the_open()
    {
        using var client = await shop.Customer();
        var ring = Encoding.UTF8.GetString(await shop.Database.Value<byte[]>(
            "select payloadbinary from orleansstorage where graintypestring = 'signing_keys'"));
        var cookies = await shop.Database.Value<string>("select string_agg(sealed, ' ') from data_protection_keys");

        Assert.DoesNotContain("MIG", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<", cookies, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_agree_on_every_key()
    {
        await using var first = new ShopHost();
        await using var second = new ShopHost();
        await first.InitializeBoth(second);

        Assert.Equal(1, await first.Database.Value<long>("select count(*) from data_protection_keys"));
        using var ofFirst = await first.Customer();
        using var ofSecond = second.Anonymous();
        ofSecond.DefaultRequestHeaders.Authorization = ofFirst.DefaultRequestHeaders.Authorization;
        await (await ofSecond.GetAsync(Door)).Read(HttpStatusCode.OK);
        Assert.Equal("cookie", Protector(second).Unprotect(Protector(first).Protect("cookie")));
    }

    private static IDataProtector Protector(ShopHost host) =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private async Task<IEnumerable<string?>> Published()
    {
        using var anybody = shop.Anonymous();
        var keys = await (await anybody.GetAsync("/.well-known/jwks.json")).Read(HttpStatusCode.OK);
        Assert.All(keys.GetProperty("keys").EnumerateArray(), key =>
        {
            Assert.Equal("ES256", key.Text("alg"));
            Assert.Equal("P-256", key.Text("crv"));
            Assert.False(key.TryGetProperty("d", out _));
        });
        return [.. keys.GetProperty("keys").EnumerateArray().Select(key => key.Text("kid"))];
    }
}
