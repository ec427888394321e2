using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>Codes that follow from a secret and the time (RFC 6238).</summary>
/// <remarks>SHA-1, 30 seconds and six digits: some apps know no others, whatever they are told.</remarks>
internal static class TimeCode
{
    public const int SecretSize = 20;

    private const int StepSeconds = 30, Modulus = 1_000_000;

    /// <summary>A clock may be wrong by a step, and typing takes time.</summary>
    private const int Tolerance = 1;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The step whose code this is, if it is near now and after the last one taken; else null.</summary>
    public static long? Find(byte[] secret, string written, long lastStep, DateTimeOffset now)
    {
        long? found = null;
        for (var step = StepAt(now) - Tolerance; step <= StepAt(now) + Tolerance; step++)
        {
            var same = CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(At(secret, step)), Encoding.UTF8.GetBytes(written));
            if (same && step > lastStep)
                found = step;
        }

        return found;
    }

    /// <summary>HOTP (RFC 4226 §5.3) over the step.</summary>
    public static string At(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The RFC and the apps have it so; HMAC does not rest on collision resistance.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var at = hash[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[at..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>RFC 4648 §6, without padding. The length must be a multiple of five, as a secret's is.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 8 / 5);
        for (var bit = 0; bit < bytes.Length * 8; bit += 5)
        {
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text.Append(Alphabet[(pair >> (11 - bit % 8)) & 0x1F]);
        }

        return text.ToString();
    }
}
