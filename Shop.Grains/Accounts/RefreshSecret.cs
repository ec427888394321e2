using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>
/// The secret part of a refresh token: a random body and a tag by which its session knows what it gave out itself.
/// </summary>
/// <remarks>
/// Each secret follows from the one before and the session's key, so a trade that is repeated because its answer was
/// lost has the same answer. Storage knows the key and only the hash of the secret: neither this secret nor the next
/// can be had from it. The tag tells an old token, which means theft, from an invented one, which means nothing.
/// </remarks>
internal readonly struct RefreshSecret
{
    private const int BodySize = 32, TagSize = 16;

    private readonly byte[] body;

    private RefreshSecret(byte[] body) => this.body = body;

    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(BodySize));

    public static RefreshSecret First() => new(RandomNumberGenerator.GetBytes(BodySize));

    /// <summary>The secret that was written so under this key, or null when this key has never made it.</summary>
    public static RefreshSecret? Read(string key, string written)
    {
        if (Base64Url.GetMaxDecodedLength(written.Length) > BodySize + TagSize + 2 || !Base64Url.IsValid(written))
            return null;

        var bytes = Base64Url.DecodeFromChars(written);
        if (bytes.Length != BodySize + TagSize)
            return null;

        var secret = new RefreshSecret(bytes[..BodySize]);
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(BodySize), secret.Tag(key)) ? secret : null;
    }

    public RefreshSecret Next(string key) => new(Derive(key, "next"));

    public string Hash() => Convert.ToBase64String(SHA256.HashData(body));

    public string Write(string key) => Base64Url.EncodeToString([.. body, .. Tag(key)]);

    private byte[] Tag(string key) => Derive(key, "tag")[..TagSize];

    private byte[] Derive(string key, string use)
    {
        byte[] message = [.. Encoding.ASCII.GetBytes(use), .. body];
        return HMACSHA256.HashData(Convert.FromBase64String(key), message);
    }
}
