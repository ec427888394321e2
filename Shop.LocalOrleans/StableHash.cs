using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans;

/// <summary>XXH32 with seed 0 and its four bytes reversed: the hash that Orleans puts into ids and tables.</summary>
/// <remarks>https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md</remarks>
public static class StableHash
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;

    public static uint ComputeHash(string data) => ComputeHash(MemoryMarshal.AsBytes(data.AsSpan()));

    public static uint ComputeHash(ReadOnlySpan<byte> data)
    {
        var rest = data;
        var hash = data.Length >= 16 ? Stripes(ref rest) : Prime5;
        hash += (uint)data.Length;

        for (; rest.Length >= 4; rest = rest[4..])
            hash = BitOperations.RotateLeft(hash + Word(rest) * Prime3, 17) * Prime4;

        foreach (var last in rest)
            hash = BitOperations.RotateLeft(hash + last * Prime5, 11) * Prime1;

        return BinaryPrimitives.ReverseEndianness(Avalanche(hash));
    }

    private static uint Stripes(ref ReadOnlySpan<byte> data)
    {
        var (a, b, c, d) = (unchecked(Prime1 + Prime2), Prime2, 0u, unchecked(0u - Prime1));
        for (; data.Length >= 16; data = data[16..])
        {
            a = Round(a, Word(data));
            b = Round(b, Word(data[4..]));
            c = Round(c, Word(data[8..]));
            d = Round(d, Word(data[12..]));
        }

        return BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
            + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
    }

    private static uint Round(uint lane, uint word) => BitOperations.RotateLeft(lane + word * Prime2, 13) * Prime1;

    private static uint Word(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32LittleEndian(data);

    private static uint Avalanche(uint hash)
    {
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }
}
