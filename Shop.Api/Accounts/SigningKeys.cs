using System.Buffers.Text;
using System.Collections.Frozen;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Shop.Accounts;

/// <summary>
/// The shop's public keys as this process knows them. Checking a token must not wait, learning a key may.
/// </summary>
internal sealed class SigningKeys(IGrainFactory grains, TimeProvider clock) : IDisposable
{
    /// <summary>Tokens with made-up key ids must not become a stream of calls to one grain.</summary>
    private static readonly TimeSpan LearnAtMostEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim learning = new(1);
    private volatile FrozenDictionary<string, SecurityKey> keys = FrozenDictionary<string, SecurityKey>.Empty;
    private long learnedAt;

    public IEnumerable<SecurityKey> Known(string? keyId) =>
        keyId is not null && keys.TryGetValue(keyId, out var key) ? [key] : [];

    /// <summary>Makes sure that the key this token names is known, if the shop has it.</summary>
    public async ValueTask Learn(string token)
    {
        var keyId = KeyId(token);
        if (keyId is null || keys.ContainsKey(keyId))
            return;

        await learning.WaitAsync();
        try
        {
            if (keys.Count > 0 && (keys.ContainsKey(keyId) || clock.GetElapsedTime(learnedAt) < LearnAtMostEvery))
                return;

            keys = (await grains.SigningKeys().PublicKeys()).ToFrozenDictionary(key => key.KeyId, Read);
            learnedAt = clock.GetTimestamp();
        }
        finally
        {
            learning.Release();
        }
    }

    public void Dispose() => learning.Dispose();

    private static string? KeyId(string token)
    {
        try
        {
            return new JwtSecurityTokenHandler().ReadJwtToken(token).Header.Kid;
        }
        catch (ArgumentException)
        {
            // It is no token at all; whoever checks it will say so.
            return null;
        }
    }

    private static SecurityKey Read(PublicKey key) => new ECDsaSecurityKey(ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
    }))
    { KeyId = key.KeyId };
}
