using System.Collections.Immutable;
using System.Text.Json;
using Shop.Admin;
using Shop.Notifications;

namespace Shop.Storage;

/// <summary>Adds to a change that staff make the message by which it is noted, in the same statement.</summary>
internal static class AuditMessages
{
    private const string Kind = "audit";

    /// <param name="version">That the row has after the change.</param>
    public static ImmutableArray<OutboxMessage> With(
        ImmutableArray<OutboxMessage> messages, DocumentKey key, long version)
    {
        if (AuditTrail.Current is not { } request)
            return messages;

        var entry = request with
        {
            Id = DerivedId.From(key.Id, "audit", $"{key.Table.Name} {version}"),
            Subject = $"{key.Table.Name}/{key.Id}",
            Outcome = $"version {version}",
        };
        return messages.Add(new(entry.Id, Kind, null, JsonSerializer.Serialize(entry, ShopJson.Stored)));
    }
}
