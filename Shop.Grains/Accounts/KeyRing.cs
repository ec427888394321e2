using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>Key pairs, oldest first. The last one signs; the others still verify.</summary>
[GenerateSerializer, Immutable, Alias("accounts.KeyRing")]
public sealed record KeyRing
{
    [Id(0)] public ImmutableArray<KeyPair> Pairs { get; init; } = [];
}

/// <param name="KeyId">Follows from the public half (RFC 7638), so it can name no other key.</param>
/// <param name="Pkcs8">The private half, base64.</param>
[GenerateSerializer, Immutable, Alias("accounts.KeyPair")]
public sealed record KeyPair(string KeyId, string X, string Y, string Pkcs8)
{
    public static KeyPair New()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var key = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        var thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        return new(thumbprint, x, y, Convert.ToBase64String(pair.ExportPkcs8PrivateKey()));
    }

    public ECDsa Open()
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(Convert.FromBase64String(Pkcs8), out _);
        return pair;
    }

    public PublicKey ToPublic() => new(KeyId, X, Y);

    public override string ToString() => $"(key pair {KeyId})";
}
