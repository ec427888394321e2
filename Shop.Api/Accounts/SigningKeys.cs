using System.Buffers.Text;
using System.Collections.Frozen;
using System.IdentityModel.Tokens.Jwt;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Shop.Accounts;

/// <summary>
/// The shop's public keys as this process knows them. Checking a token must not wait, learning a key may.
/// </summary>
internal sealed class SigningKeys(IGrainFactory grains, KnownTokens known, TimeProvider clock) : IDisposable
{
    /// <summary>Tokens with made-up key ids must not become a stream of calls to one grain.</summary>
    private static readonly TimeSpan LearnAtMostEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long a key that was revoked may go on to verify here.</summary>
    private static readonly TimeSpan LearnAtLeastEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim learning = new(1);
    private volatile FrozenDictionary<string, Known> keys = FrozenDictionary<string, Known>.Empty;
    private long learnedAt;

    public IEnumerable<SecurityKey> Find(string? keyId) =>
        keyId is not null && keys.TryGetValue(keyId, out var key) && IsGood(key) ? [key.Key] : [];

    /// <summary>Hears of revoked keys in time. Nearly always there is nothing to do, and one request does it.</summary>
    public async ValueTask KeepUp()
    {
        if (WasLearnt(LearnAtLeastEvery) || !learning.Wait(0))
            return;

        await Learn(LearnAtLeastEvery);
    }

    /// <summary>Makes sure that the key this token names is known, if the shop has it.</summary>
    public async ValueTask LearnKeyOf(string token)
    {
        if (KeyId(token) is not { } keyId || keys.ContainsKey(keyId))
            return;

        await learning.WaitAsync();
        await Learn(LearnAtMostEvery);
    }

    public void Dispose() => learning.Dispose();

    /// <summary>Only for who holds <see cref="learning"/>, which this lets go of.</summary>
    /// <param name="atMostEvery">What was learnt less than this ago is good enough.</param>
    private async ValueTask Learn(TimeSpan atMostEvery)
    {
        try
        {
            if (WasLearnt(atMostEvery))
                return;

            // Noted first: while the keys cannot be asked for, others go on with what is known.
            Volatile.Write(ref learnedAt, clock.GetUtcNow().UtcTicks);
            var before = keys;
            keys = (await grains.SigningKeys().PublicKeys()).ToFrozenDictionary(key => key.KeyId, Known.Of);
            if (before.Any(key => IsGood(key.Value) && !keys.ContainsKey(key.Key)))
                known.Forget();
        }
        finally
        {
            learning.Release();
        }
    }

    private bool WasLearnt(TimeSpan lately) =>
        keys.Count > 0 && clock.GetUtcNow().UtcTicks - Volatile.Read(ref learnedAt) < lately.Ticks;

    private bool IsGood(Known key) => key.Until is null || key.Until > clock.GetUtcNow();

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

    private sealed record Known(SecurityKey Key, DateTimeOffset? Until)
    {
        public static Known Of(PublicKey key) => new(Read(key), key.Until);

        private static ECDsaSecurityKey Read(PublicKey key) => new(ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
        }))
        { KeyId = key.KeyId };
    }
}
