using System.Buffers.Binary;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// The columns that identify a state in table <c>orleansstorage</c>. A key of 32 hex digits is a Guid and one of up to
/// 16 a number, whatever they mean to the grain; what follows "+" is the extension; any other key is all extension.
/// </summary>
/// <remarks>So "cafe" and "CAFE" are one key, as "12" and "0012" are: that is the contract. Prefix keys.</remarks>
internal readonly record struct GrainKey(int Hash, long N0, long N1, string? Extension, int TypeHash, string Type)
{
    public static GrainKey Of(string stateName, GrainId id)
    {
        Span<byte> number = stackalloc byte[16];
        if (id.TryGetGuidKey(out var guid, out var extension))
        {
            guid.TryWriteBytes(number);
            return Of(stateName, number, extension) with
            {
                N0 = BinaryPrimitives.ReadInt64LittleEndian(number),
                N1 = BinaryPrimitives.ReadInt64LittleEndian(number[8..]),
            };
        }

        if (id.TryGetIntegerKey(out var integer, out extension))
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, integer);
            return Of(stateName, number[..8], extension) with { N1 = integer };
        }

        return Of(stateName, [], id.Key.ToString());
    }

    private static GrainKey Of(string stateName, ReadOnlySpan<byte> number, string? extension)
    {
        byte[] bytes = [.. number, .. Encoding.UTF8.GetBytes(extension ?? "")];
        Array.Reverse(bytes);
        return new(HashOf(bytes), 0, 0, extension, HashOf(Encoding.UTF8.GetBytes(stateName)), stateName);
    }

    private static int HashOf(ReadOnlySpan<byte> bytes) => unchecked((int)StableHash.ComputeHash(bytes));
}
