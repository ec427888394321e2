using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shop.Storage;

namespace Shop.Accounts;

/// <summary>
/// Tokens made with what an attacker can have, and, to see that each claim counts, with the shop's own key.
/// </summary>
public class ForgedTokenTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task A_token_made_as_the_shop_makes_it_is_taken() =>
        Assert.Equal(HttpStatusCode.OK, await Knock(await Forge((_, _) => { })));

    [Theory]
    [InlineData("aud", "\"another-api\"")]
    [InlineData("aud", null)]
    [InlineData("iss", "\"another-shop\"")]
    [InlineData("iss", null)]
    [InlineData("exp", "1000000000")]
    [InlineData("exp", null)]
    [InlineData("nbf", "2000000000")]
    public async Task A_claim_that_is_wrong_or_missing_counts(string claim, string? value) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await Knock(await Forge((_, payload) =>
        {
            payload.Remove(claim);
            if (value is not null)
                payload[claim] = JsonNode.Parse(value);
        })));

    [Theory]
    [InlineData("kid", "\"unknown\"")]
    [InlineData("kid", null)]
    public async Task A_key_that_the_shop_does_not_have_signs_nothing(string part, string? value) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await Knock(await Forge((header, _) =>
        {
            header.Remove(part);
            if (value is not null)
                header[part] = JsonNode.Parse(value);
        })));

    [Theory]
    [InlineData("none")]
    [InlineData("NONE")]
    [InlineData("")]
    public async Task A_token_that_wants_no_signature_gets_nowhere(string algorithm)
    {
        var token = await Forge((header, _) => header["alg"] = algorithm, _ => []);
        Assert.Equal(HttpStatusCode.Unauthorized, await Knock(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await Knock(token.TrimEnd('.')));
    }

    [Fact]
    public async Task What_is_changed_after_signing_is_found()
    {
        var good = (await Forge((_, _) => { })).Split('.');
        var payload = Read(good[1]);
        payload["role"] = "admin";

        Assert.Equal(HttpStatusCode.Unauthorized, await Knock($"{good[0]}.{Write(payload)}.{good[2]}"));
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with()
    {
        var key = Assert.Single(await shop.Grains.SigningKeys().PublicKeys());
        using var point = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
        });
        byte[][] secrets =
        [
            point.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(point.ExportSubjectPublicKeyInfoPem()),
            Base64Url.DecodeFromChars(key.X), Encoding.ASCII.GetBytes(key.X),
        ];

        foreach (var secret in secrets)
        {
            var token = await Forge((header, _) => header["alg"] = "HS256", text => HMACSHA256.HashData(secret, text));
            Assert.Equal(HttpStatusCode.Unauthorized, await Knock(token));
        }
    }

    private async Task<HttpStatusCode> Knock(string token)
    {
        using var client = shop.Anonymous();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        return (await client.GetAsync("/api/v1/users/me")).StatusCode;
    }

    /// <param name="change">What is done to the header and the payload of a good token.</param>
    /// <param name="sign">How it is signed then; with the shop's own key when not said.</param>
    private async Task<string> Forge(Action<JsonObject, JsonObject> change, Func<byte[], byte[]>? sign = null)
    {
        using var client = await shop.Customer();
        var parts = client.DefaultRequestHeaders.Authorization!.Parameter!.Split('.');
        var (header, payload) = (Read(parts[0]), Read(parts[1]));
        change(header, payload);
        var text = $"{Write(header)}.{Write(payload)}";
        using var key = await OwnKey();
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = sign?.Invoke(bytes) ?? key.SignData(bytes, HashAlgorithmName.SHA256);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private async Task<ECDsa> OwnKey()
    {
        var stored = await shop.Database.Value<byte[]>(
            "select payloadbinary from orleansstorage where graintypestring = 'signing_keys'");
        return StateJson.Read<KeyRing>(stored).Pairs[^1].Open(shop.Services.GetRequiredService<SecretBox>());
    }

    private static JsonObject Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Write(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
