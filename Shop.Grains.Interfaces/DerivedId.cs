using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shop;

/// <summary>Ids that follow from what they name, so that asking twice meets the same grain.</summary>
public static class DerivedId
{
    private const int GuidSize = 16;
    private const int OnStack = 512;

    /// <summary>
    /// A UUID of version 8 (RFC 9562 §5.8): the first 122 bits of SHA-256 over the owner and the parts. Nobody can
    /// steer one into another owner's, and the parts are length-prefixed, so <c>a, bc</c> is not <c>ab, c</c>.
    /// </summary>
    public static Guid From(Guid owner, params ReadOnlySpan<string> parts)
    {
        var most = GuidSize;
        foreach (var part in parts)
            most += sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length);

        var said = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        owner.TryWriteBytes(said, bigEndian: true, out var length);
        foreach (var part in parts)
        {
            var size = Encoding.UTF8.GetBytes(part, said[(length + sizeof(int))..]);
            BinaryPrimitives.WriteInt32LittleEndian(said[length..], size);
            length += sizeof(int) + size;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(said[..length], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..GuidSize], bigEndian: true);
    }
}
