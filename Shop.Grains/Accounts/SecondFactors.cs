using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>Makes second factors and takes their codes.</summary>
/// <remarks>
/// Recovery codes are hashed under the secret, which is sealed: with a copy of the database alone none can be tried.
/// </remarks>
internal sealed class SecondFactors(SecretBox box)
{
    private const int RecoveryCodes = 10, RecoveryBytes = 10;

    public (SecondFactor Factor, NewSecondFactor Told) Draw(Guid userId, string email)
    {
        var secret = RandomNumberGenerator.GetBytes(TimeCode.SecretSize);
        var text = TimeCode.Base32(secret);
        var uri = $"otpauth://totp/Shop:{Uri.EscapeDataString(email)}?secret={text}&issuer=Shop";
        return (new(box.Seal(secret, Use(userId)), IsOn: false, LastStep: 0, []), new(text, uri));
    }

    /// <summary>The factor with this code used up, or null when it takes no such code.</summary>
    public SecondFactor? Take(SecondFactor factor, Guid userId, string written, DateTimeOffset now)
    {
        var text = string.Concat(written.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var secret = box.Open(factor.Sealed, Use(userId));
        if (TimeCode.Find(secret, text, factor.LastStep, now) is { } step)
            return factor with { LastStep = step };

        var hash = Hash(secret, text);
        return factor.RecoveryCodes.Contains(hash)
            ? factor with { RecoveryCodes = factor.RecoveryCodes.Remove(hash) }
            : null;
    }

    /// <summary>The factor with ten new recovery codes, and these to be told.</summary>
    public (SecondFactor Factor, ImmutableArray<string> Codes) WithNewCodes(SecondFactor factor, Guid userId)
    {
        var secret = box.Open(factor.Sealed, Use(userId));
        var codes = Enumerable.Range(0, RecoveryCodes)
            .Select(_ => TimeCode.Base32(RandomNumberGenerator.GetBytes(RecoveryBytes))).ToImmutableArray();
        var told = codes.Select(code => string.Join('-', code.Chunk(4).Select(part => new string(part))));
        return (factor with { RecoveryCodes = [.. codes.Select(code => Hash(secret, code))] }, [.. told]);
    }

    private static string Hash(byte[] secret, string code) =>
        Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"recovery/{code}")));

    private static string Use(Guid userId) => $"totp/{userId:N}";
}
