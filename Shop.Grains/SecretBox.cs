using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Shop;

/// <summary>
/// Seals what must not be read from a copy of the database alone: private keys, the seeds of second factors. What is
/// sealed can be neither read nor changed nor moved elsewhere without the shop's secret (<c>SHOP_SECRET</c>).
/// </summary>
/// <remarks>
/// AES-256-GCM under a key derived from the secret (HKDF, RFC 5869), with a random nonce. A text sealed under a former
/// secret opens, too, so that the secret can be changed; nothing is ever sealed under it again.
/// </remarks>
internal sealed class SecretBox
{
    private const string Format = "v1.";
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[][] keys;

    /// <param name="secret">What the operator set.</param>
    /// <param name="former">What was set before, or null.</param>
    public SecretBox(string secret, string? former = null) =>
        keys = former is null ? [Derive(secret)] : [Derive(secret), Derive(former)];

    /// <param name="secret">What nobody may read.</param>
    /// <param name="purpose">What it is and whose; it opens under the same purpose only.</param>
    public string Seal(ReadOnlySpan<byte> secret, string purpose)
    {
        var box = new byte[NonceSize + secret.Length + TagSize];
        var nonce = box.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(keys[0], TagSize);
        cipher.Encrypt(
            nonce, secret, box.AsSpan(NonceSize, secret.Length), box.AsSpan(NonceSize + secret.Length),
            Encoding.UTF8.GetBytes(purpose));
        return Format + Base64Url.EncodeToString(box);
    }

    /// <exception cref="SealedElsewhereException">
    /// It was sealed under another secret or for another purpose, or somebody changed it.
    /// </exception>
    public byte[] Open(string sealedText, string purpose)
    {
        if (!sealedText.StartsWith(Format, StringComparison.Ordinal)
            || !Base64Url.IsValid(sealedText.AsSpan(Format.Length), out var length)
            || length < NonceSize + TagSize)
        {
            throw new SealedElsewhereException(purpose);
        }

        var box = Base64Url.DecodeFromChars(sealedText.AsSpan(Format.Length));
        foreach (var key in keys)
        {
            if (TryOpen(box, key, purpose) is { } secret)
                return secret;
        }

        throw new SealedElsewhereException(purpose);
    }

    private static byte[]? TryOpen(byte[] box, byte[] key, string purpose)
    {
        var secret = new byte[box.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(key, TagSize);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, secret.Length), box.AsSpan(NonceSize + secret.Length),
                secret, Encoding.UTF8.GetBytes(purpose));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(string secret) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), outputLength: 32,
        info: "shop secret box"u8.ToArray());
}

/// <summary>What is stored does not open under the secret that the shop was started with.</summary>
internal sealed class SealedElsewhereException(string purpose)
    : Exception($"SHOP_SECRET is not the one that {purpose} was sealed under.");
