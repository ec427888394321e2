using System.Security.Cryptography;
using System.Text;

namespace Shop.Payments;

/// <summary>
/// Stripe's way to sign a webhook: <c>t=…,v1=…</c>, where v1 is the HMAC-SHA256 of the time, a dot and the body, in
/// hexadecimal. There may be several v1, and several secrets are good while one takes the place of another.
/// </summary>
internal static class TimedSignature
{
    /// <summary>An older signature may be a replay of what somebody overheard.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static string Sign(byte[] body, string secret, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds();
        return $"t={time},v1={Convert.ToHexStringLower(Mac(secret, time, body))}";
    }

    public static bool Fits(string? header, byte[] body, IEnumerable<string> secrets, DateTimeOffset now)
    {
        var parts = (header ?? "").Split(',', StringSplitOptions.TrimEntries);
        var time = parts.FirstOrDefault(part => part.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (!long.TryParse(time, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Tolerance.TotalSeconds)
        {
            return false;
        }

        var given = parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal))
            .Select(part => Encoding.UTF8.GetBytes(part[3..])).ToList();
        return secrets.Select(secret => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Mac(secret, seconds, body))))
            .Any(expected => given.Any(mac => CryptographicOperations.FixedTimeEquals(mac, expected)));
    }

    private static byte[] Mac(string secret, long time, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{time}."), .. body];
        return HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
    }
}
