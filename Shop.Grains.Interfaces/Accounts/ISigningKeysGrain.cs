using System.Collections.Immutable;

namespace Shop.Accounts;

/// <summary>The keys that sign access tokens. There is one such grain; its key is <c>keys/signing</c>.</summary>
/// <remarks>The private halves stay with the grain; tokens are signed by it, inside the silo.</remarks>
[Alias("accounts.ISigningKeysGrain")]
public interface ISigningKeysGrain : IGrainWithStringKey
{
    /// <summary>What verifies a token. The first call ever makes the first key.</summary>
    [Alias("PublicKeys")]
    Task<ImmutableArray<PublicKey>> PublicKeys();

    /// <summary>Makes a new key, which signs from now on. It also happens by itself when a key is old.</summary>
    /// <param name="revoke">
    /// Whether the former keys stop to verify at once, as when one was stolen: within a minute everybody has to refresh
    /// their access token. Else they verify until the last token that they signed has expired.
    /// </param>
    [Alias("Rotate")]
    Task<PublicKey> Rotate(bool revoke);
}

/// <summary>A public key on curve P-256, as a JSON Web Key names its parts (RFC 7518 §6.2).</summary>
/// <param name="KeyId">The <c>kid</c> in the token's header.</param>
/// <param name="X">The x coordinate, base64url.</param>
/// <param name="Y">The y coordinate, base64url.</param>
/// <param name="Until">When it stops to verify; null for the key that signs.</param>
[GenerateSerializer, Immutable, Alias("accounts.PublicKey")]
public sealed record PublicKey(string KeyId, string X, string Y, DateTimeOffset? Until = null);

/// <summary>What both sides must agree on about an access token; its algorithm is ES256.</summary>
public static class AccessTokens
{
    public const string Issuer = "shop";
    public const string Audience = "shop-api";

    /// <summary>The claim that carries the <see cref="Role"/>, in lower case.</summary>
    public const string RoleClaim = "role";

    /// <summary>The claim that carries the session's id.</summary>
    public const string SessionClaim = "sid";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
}

public static class SigningKeysKeys
{
    public const string Key = "keys/signing";

    public static ISigningKeysGrain SigningKeys(this IGrainFactory grains) =>
        grains.GetGrain<ISigningKeysGrain>(Key);
}
