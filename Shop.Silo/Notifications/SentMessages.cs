using Shop.Storage;

namespace Shop.Notifications;

/// <summary>Messages that went out. Until then their keys make a step that ran twice tell once.</summary>
internal static class SentMessages
{
    private const string Sql = """
        delete from outbox
        where  id in (select id
                      from   outbox
                      where  created_at < $1 and (sent_at is not null or dead_at is not null)
                      order  by created_at
                      limit  $2
                      for    update skip locked)
        """;

    public static readonly Purge Purge = new("messages", Sql, TimeSpan.FromDays(30));

    private const string DeliveriesSql = """
        delete from webhook_deliveries
        where  (subscription_id, message_id) in
               (select subscription_id, message_id
                from   webhook_deliveries
                where  created_at < $1 and (sent_at is not null or dead_at is not null)
                order  by created_at
                limit  $2
                for    update skip locked)
        """;

    public static readonly Purge Deliveries = new("deliveries to subscribers", DeliveriesSql, TimeSpan.FromDays(30));
}
