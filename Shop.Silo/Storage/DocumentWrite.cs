using System.Collections.Immutable;
using Shop.Notifications;

namespace Shop.Storage;

/// <summary>One document on its way into its table.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Table">Where.</param>
/// <param name="Id">The document's id.</param>
/// <param name="Version">The version that must be stored now; for an insert, the one to begin with.</param>
/// <param name="State">The JSON to store; empty for a delete.</param>
/// <param name="Messages">What to put into the outbox if, and only if, the document is written.</param>
internal sealed record DocumentWrite(
    DocumentWriteKind Kind, DocumentTable Table, Guid Id, long Version, byte[] State,
    ImmutableArray<OutboxMessage> Messages)
{
    public bool Tells => !Messages.IsDefaultOrEmpty;

    /// <summary>
    /// The order of all writers in all processes: by table and kind, so that one statement takes what it can, and by
    /// id, so that two that write the same documents wait for each other instead of for ever.
    /// </summary>
    public int CompareTo(DocumentWrite other)
    {
        var order = string.CompareOrdinal(Table.Name, other.Table.Name);
        order = order is 0 ? Kind.CompareTo(other.Kind) : order;
        order = order is 0 ? Tells.CompareTo(other.Tells) : order;
        return order is 0 ? Id.CompareTo(other.Id) : order;
    }

    public bool SameStatement(DocumentWrite other) =>
        Table == other.Table && Kind == other.Kind && Tells == other.Tells;
}

internal enum DocumentWriteKind
{
    Insert = 0,
    Update = 1,
    Delete = 2,
}
