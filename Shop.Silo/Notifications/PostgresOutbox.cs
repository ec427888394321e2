using Dapper;
using Npgsql;
using Shop.Storage;

namespace Shop.Notifications;

/// <inheritdoc cref="IOutbox"/>
internal sealed class PostgresOutbox(
    NpgsqlDataSource database, Bell<OutboxQueue> bell, Bell<WebhookQueue> webhooks, TimeProvider clock) : IOutbox
{
    private const string RequeueDeliverySql = """
        update webhook_deliveries
        set    sent_at = null, dead_at = null, attempts = 0, failure = null, due_at = @now
        where  subscription_id = @subscriptionId and message_id = @messageId
        """;

    private const string ForgetSql = "delete from outbox where recipient = @recipient and kind like 'account.%'";

    private const string RequeueSql = """
        update outbox
        set    sent_at = null, dead_at = null, attempts = 0, failure = null, due_at = @now
        where  id = @messageId
        """;

    public async Task<bool> Requeue(Guid messageId)
    {
        await using var connection = await database.OpenConnectionAsync();
        var found = await connection.ExecuteAsync(RequeueSql, new { messageId, now = clock.GetUtcNow().UtcDateTime });
        bell.Ring();
        return found > 0;
    }

    public async Task<bool> Requeue(Guid subscriptionId, Guid messageId)
    {
        await using var connection = await database.OpenConnectionAsync();
        var found = await connection.ExecuteAsync(
            RequeueDeliverySql, new { subscriptionId, messageId, now = clock.GetUtcNow().UtcDateTime });
        webhooks.Ring();
        return found > 0;
    }

    public async Task ForgetAccountMails(string recipient)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(ForgetSql, new { recipient });
    }
}
