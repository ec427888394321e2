namespace Shop;

/// <summary>
/// What a client may change on the condition that nobody else did. The API gives it as <c>ETag</c> and takes it back
/// as <c>If-Match</c>.
/// </summary>
public interface IVersioned
{
    /// <summary>Another one after every change; never negative.</summary>
    long Version { get; }
}
