using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shop.Accounts;

public class AccessTokenTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SecretBox Box = new("the secret of these tests");
    private static readonly AccessClaims Claims = new(
        new(Guid.CreateVersion7(), "ann@example.com", "Ann", "Lee", null, null, Role.Seller, Noon, true, false),
        Guid.CreateVersion7());

    [Fact]
    public void A_token_says_who_may_do_what_until_when()
    {
        var payload = Part(Write(NewPair()), 1);

        Assert.Equal(Claims.User.Id, payload.GetProperty("sub").GetGuid());
        Assert.Equal(Claims.SessionId, payload.GetProperty("sid").GetGuid());
        Assert.Equal("seller", payload.GetProperty("role").GetString());
        Assert.Equal("shop", payload.GetProperty("iss").GetString());
        Assert.Equal("shop-api", payload.GetProperty("aud").GetString());
        Assert.Equal(900, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
    }

    [Fact]
    public void No_two_tokens_are_the_same()
    {
        var pair = NewPair();

        Assert.NotEqual(Write(pair), Write(pair));
    }

    [Fact]
    public void A_token_is_verified_by_the_public_half_that_it_names()
    {
        var (pair, other) = (NewPair(), NewPair());
        var token = Write(pair);

        Assert.Equal(pair.KeyId, Part(token, 0).GetProperty("kid").GetString());
        Assert.Equal("ES256", Part(token, 0).GetProperty("alg").GetString());
        Assert.True(Verify(token, pair.ToPublic()));
        Assert.False(Verify(token, other.ToPublic()));
        Assert.NotEqual(pair.KeyId, other.KeyId);
    }

    [Fact]
    public void The_private_half_does_not_show_in_a_log()
    {
        var pair = NewPair();

        Assert.DoesNotContain(pair.Sealed, pair.ToString());
    }

    [Fact]
    public void The_private_half_opens_under_the_shops_secret_only()
    {
        var pair = NewPair();

        Assert.Throws<SealedElsewhereException>(() => pair.Open(new SecretBox("another secret")));
    }

    private static KeyPair NewPair() => KeyPair.New(Box, Noon);

    private static string Write(KeyPair pair)
    {
        using var key = pair.Open(Box);
        return AccessTokenWriter.Write(Claims, pair.KeyId, key, Noon);
    }

    private static JsonElement Part(string token, int index) =>
        JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(token.Split('.')[index]));

    private static bool Verify(string token, PublicKey key)
    {
        using var verifier = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
        });
        var parts = token.Split('.');
        return verifier.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256);
    }
}
