using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Shop.Accounts;

/// <summary>An ID token as the server would make it, to be spoilt.</summary>
internal sealed class IdTokenDraft(LyingServer server, string nonce, DateTimeOffset now)
{
    public const string KeyId = "the only one";
    public const string ClientId = "shop";
    public const string ClientSecret = "the secret that the shop shares with the server";

    private readonly JsonObject header = new() { ["alg"] = "RS256", ["kid"] = KeyId, ["typ"] = "JWT" };
    private readonly JsonObject claims = new()
    {
        ["iss"] = server.Url,
        ["aud"] = ClientId,
        ["sub"] = "somebody",
        ["nonce"] = nonce,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        ["email"] = "somebody@mail.example",
        ["email_verified"] = true,
        ["name"] = "Somebody",
    };

    public RSA Key => server.Key;

    /// <summary>A moment, as tokens write it.</summary>
    public long At(TimeSpan fromNow) => (now + fromNow).ToUnixTimeSeconds();

    /// <param name="claim">Which is written otherwise.</param>
    /// <param name="value">Null leaves it out.</param>
    public IdTokenDraft With(string claim, JsonNode? value)
    {
        claims.Remove(claim);
        if (value is not null)
            claims[claim] = value;
        return this;
    }

    public string Signed() => Signed(Key);

    public string Signed(RSA key) =>
        Signed("RS256", text => key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string SignedWith(byte[] secret) => Signed("HS256", text => HMACSHA256.HashData(secret, text));

    public string Unsigned(string algorithm) => Signed(algorithm, _ => []);

    /// <summary>With the signature of a token that was good.</summary>
    public string ChangedAfterSigning(string claim, string value)
    {
        var signature = Signed().Split('.')[2];
        return $"{With(claim, value).Text()}.{signature}";
    }

    private string Signed(string algorithm, Func<byte[], byte[]> sign)
    {
        header["alg"] = algorithm;
        var text = Text();
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private string Text() => $"{Part(header)}.{Part(claims)}";

    private static string Part(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
