using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>Key pairs, oldest first. The last one signs; the others verify what they signed.</summary>
[GenerateSerializer, Immutable, StateVersion(2), Alias("accounts.KeyRing")]
public sealed record KeyRing
{
    /// <summary>A node's clock may be this far behind that of the node that signed.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    [Id(0)] public ImmutableArray<KeyPair> Pairs { get; init; } = [];

    public bool IsDue(TimeSpan age, DateTimeOffset now) => Pairs.IsEmpty || Pairs[^1].MadeAt + age <= now;

    /// <summary>From here on the new pair signs; the one before it verifies as long as its tokens may live.</summary>
    public KeyRing With(KeyPair next, DateTimeOffset now) => this with
    {
        Pairs =
        [
            .. from pair in Pairs
               let ends = pair.Until ?? now + AccessTokens.Lifetime + ClockSkew
               where ends > now
               select pair with { Until = ends },
            next,
        ],
    };

    /// <summary>What any other pair signed is worthless from now on: somebody may have one.</summary>
    public KeyRing Only(KeyPair next) => this with { Pairs = [next] };

    public ImmutableArray<PublicKey> Public(DateTimeOffset now) =>
        [.. from pair in Pairs where pair.Until is null || pair.Until > now select pair.ToPublic()];
}

/// <param name="KeyId">Follows from the public half (RFC 7638), so it can name no other key.</param>
/// <param name="Sealed">The private half, PKCS #8, in the shop's <see cref="SecretBox"/>.</param>
/// <param name="MadeAt">When it began to sign.</param>
/// <param name="Until">When it stops to verify; null while it signs.</param>
[GenerateSerializer, Immutable, Alias("accounts.KeyPair")]
public sealed record KeyPair(
    string KeyId, string X, string Y, string Sealed, DateTimeOffset MadeAt, DateTimeOffset? Until = null)
{
    internal static KeyPair New(SecretBox box, DateTimeOffset now)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var key = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        var thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        return new(thumbprint, x, y, box.Seal(pair.ExportPkcs8PrivateKey(), Purpose(thumbprint)), now);
    }

    internal ECDsa Open(SecretBox box)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(box.Open(Sealed, Purpose(KeyId)), out _);
        return pair;
    }

    public PublicKey ToPublic() => new(KeyId, X, Y, Until);

    public override string ToString() => $"(key pair {KeyId})";

    private static string Purpose(string keyId) => $"the signing key {keyId}";
}

/// <summary>Settings of the keys that sign access tokens.</summary>
/// <param name="RotateAfter">Days that a key signs access tokens before the next one takes over.</param>
internal sealed record SigningOptions([property: Setting("SHOP_SIGNING_KEY_DAYS")] TimeSpan RotateAfter);
