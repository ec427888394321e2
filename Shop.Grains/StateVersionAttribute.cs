namespace Shop;

/// <summary>
/// The version of a state's shape on disk; 1 where it is not given. It goes up when what was stored before can no
/// longer be read, together with a schema file that rewrites the stored rows. A new property needs neither.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StateVersionAttribute(int version) : Attribute
{
    public int Version { get; } = version;
}
