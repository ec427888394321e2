using System.Text;

namespace Orleans.Runtime;

/// <summary>Immutable UTF-8 text that knows its hash: the parts of a <see cref="GrainId"/>.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly byte[]? value;
    private readonly int hash;

    /// <remarks>The array is not copied; nobody may change it afterwards.</remarks>
    public IdSpan(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        this.value = value;
        hash = (int)StableHash.ComputeHash(value);
    }

    public ReadOnlyMemory<byte> Value => value;

    public bool IsDefault => value is null or [];

    public static IdSpan Create(string id) => new(Encoding.UTF8.GetBytes(id));

    public ReadOnlySpan<byte> AsSpan() => value;

    public uint GetUniformHashCode() => (uint)hash;

    public bool Equals(IdSpan other) => ReferenceEquals(value, other.value) || AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => hash;

    public int CompareTo(IdSpan other) => AsSpan().SequenceCompareTo(other.AsSpan());

    public override string ToString() => value is null ? "" : Encoding.UTF8.GetString(value);

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);

    public static bool operator <(IdSpan left, IdSpan right) => left.CompareTo(right) < 0;

    public static bool operator <=(IdSpan left, IdSpan right) => left.CompareTo(right) <= 0;

    public static bool operator >(IdSpan left, IdSpan right) => left.CompareTo(right) > 0;

    public static bool operator >=(IdSpan left, IdSpan right) => left.CompareTo(right) >= 0;
}
