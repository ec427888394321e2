using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>
/// Tokens that were found good, until they expire. Checking an ES256 signature takes about 0.1 ms, which is more than
/// all else that happens to most requests. Whoever signs out keeps a good token until it expires either way.
/// </summary>
internal sealed class KnownTokens(TimeProvider clock)
{
    /// <summary>Some 20 MB when both generations are full.</summary>
    private const int GenerationSize = 10_000;

    private ConcurrentDictionary<UInt128, Caller> young = new();
    private ConcurrentDictionary<UInt128, Caller> old = new();

    public ClaimsPrincipal? Find(string token)
    {
        var key = Key(token);
        if (!young.TryGetValue(key, out var caller) && old.TryGetValue(key, out caller))
            Keep(key, caller);

        return caller is not null && caller.Until > clock.GetUtcNow() ? caller.Principal : null;
    }

    /// <param name="token">As it came.</param>
    /// <param name="principal">Whom it names.</param>
    /// <param name="until">UTC; when it expires.</param>
    public void Keep(string token, ClaimsPrincipal principal, DateTime until) =>
        Keep(Key(token), new Caller(principal, until));

    /// <summary>Checks every token anew: a key that signed some of them is not to be trusted any more.</summary>
    public void Forget() => (young, old) = (new(), new());

    private void Keep(UInt128 key, Caller caller)
    {
        if (young.Count >= GenerationSize)
        {
            old = young;
            young = new();
        }

        young[key] = caller;
    }

    /// <summary>Half of SHA-256: to hit another's, somebody would have to try 2^128 tokens.</summary>
    private static UInt128 Key(string token) =>
        MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Caller(ClaimsPrincipal Principal, DateTimeOffset Until);
}
