using System.Security.Cryptography;
using System.Text;

namespace Shop;

/// <summary>Ids that follow from what they name, so that asking twice meets the same grain.</summary>
public static class DerivedId
{
    /// <summary>
    /// A UUID of version 8 (RFC 9562 §5.8): the first 122 bits of SHA-256 over the owner and the parts. Nobody can
    /// steer one into another owner's, and the parts are length-prefixed, so <c>a, bc</c> is not <c>ab, c</c>.
    /// </summary>
    public static Guid From(Guid owner, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(owner.ToByteArray(bigEndian: true));
        foreach (var part in parts)
        {
            var text = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(text);
        }

        var bytes = hash.GetHashAndReset().AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
