using System.Text;
using Shop.Providers.Stripe;
using Shop.Testing;

namespace Shop.Payments;

/// <summary>
/// Stripe's own library signs, and the shop verifies; the small Stripe signs, and Stripe's library verifies.
/// </summary>
public class StripeSignatureTests
{
    private const string Secret = "whsec_a_secret_that_both_know";
    private const string Body = """{"id":"evt_1","object":"event","note":"für 5 €","type":"charge.refunded"}""";

    /// <summary>Says that it is there, then a header of its own, then what it makes of the one it was given.</summary>
    private const string Script = """
        const { webhooks } = require('stripe')('sk_test_none');
        const { BODY: payload, SECRET: secret, TIME: time, HEADER: header } = process.env;
        console.log('here');
        console.log(webhooks.generateTestHeaderString({ payload, secret, timestamp: Number(time) }));
        try { console.log(webhooks.constructEvent(payload, header, secret).id); }
        catch (refused) { console.log(refused.type); }
        process.stdin.resume().on('end', () => process.exit());
        """;

    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private readonly byte[] body = Encoding.UTF8.GetBytes(Body);

    [Fact]
    public async Task What_the_official_library_signs_is_verified_and_nothing_else()
    {
        await using var peer = await Start(header: "");
        var header = await peer.Says();

        Assert.True(TimedSignature.Fits(header, body, [Secret], now));
        Assert.True(TimedSignature.Fits(header, body, ["whsec_the_new_one", Secret], now));
        Assert.True(TimedSignature.Fits(header, body, [Secret], now + TimeSpan.FromSeconds(299)));
        Assert.False(TimedSignature.Fits(header, body, [Secret], now + TimeSpan.FromSeconds(302)));
        Assert.False(TimedSignature.Fits(header, body, ["whsec_the_new_one"], now));
        Assert.False(TimedSignature.Fits(header, Encoding.UTF8.GetBytes(Body.Replace(":", ": ")), [Secret], now));
        Assert.False(TimedSignature.Fits(header.Replace("v1=", "v0="), body, [Secret], now));
    }

    [Fact]
    public async Task What_the_small_Stripe_signs_is_verified_by_the_official_library()
    {
        await using var good = await Start(StripeServer.Sign(body, Secret, now.ToUnixTimeSeconds()));
        await good.Says();
        Assert.Equal("evt_1", await good.Says());

        await using var bad = await Start(StripeServer.Sign(body, "whsec_another", now.ToUnixTimeSeconds()));
        await bad.Says();
        Assert.Equal("StripeSignatureVerificationError", await bad.Says());
    }

    private Task<Peer> Start(string header) => Peer.Start(
        Script, ["stripe@18.5.0"], ("BODY", Body), ("SECRET", Secret), ("HEADER", header),
        ("TIME", $"{now.ToUnixTimeSeconds()}"));
}
