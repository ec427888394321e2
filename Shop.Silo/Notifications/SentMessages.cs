using Shop.Storage;

namespace Shop.Notifications;

/// <summary>Messages that went out. Until then their keys make a step that ran twice tell once.</summary>
internal static class SentMessages
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static readonly Purge Purge = new("messages", Sql("outbox", "id"), Kept);

    public static readonly Purge Deliveries = new(
        "deliveries to subscribers", Sql("webhook_deliveries", "subscription_id, message_id"), Kept);

    private static string Sql(string table, string key) => $"""
        delete from {table}
        where  ({key}) in (select {key}
                           from   {table}
                           where  created_at < $1 and (sent_at is not null or dead_at is not null)
                           order  by created_at
                           limit  $2
                           for    update skip locked)
        """;
}
