using System.Buffers.Binary;
using System.Buffers.Text;

namespace Shop;

/// <summary>A place in a list that is ordered by time and, within one instant, by id. Opaque to clients.</summary>
/// <param name="At">To the microsecond, which is as fine as PostgreSQL keeps time.</param>
/// <param name="Id">Of the thing that stands there.</param>
internal readonly record struct Cursor(DateTimeOffset At, Guid Id)
{
    private const int Length = sizeof(long) + 16;

    public static bool TryParse(string text, out Cursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length)
            || length != Length
            || !Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return false;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
            return false;

        cursor = new(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[sizeof(long)..], bigEndian: true));
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
        Id.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
