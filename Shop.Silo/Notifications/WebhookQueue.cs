using System.Text;
using Dapper;
using Npgsql;
using Shop.Storage;

namespace Shop.Notifications;

/// <summary>What subscribers are still to be told, as a queue that several processes work on.</summary>
/// <remarks>It is filled by <see cref="OutboxQueue"/>, in the statement that claims a message.</remarks>
internal sealed class WebhookQueue(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>For so long the claimed are ours; a request takes a fraction of it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Of each subscription: one that hangs keeps its own back, and nobody else's.</summary>
    private const int MostOfOne = 8;

    private const string ClaimSql = """
        update webhook_deliveries as delivery
        set    attempts = attempts + 1, due_at = @until
        from   (select due.subscription_id, due.message_id, subscription.state
                from   webhook_subscriptions as subscription
                cross  join lateral (select subscription_id, message_id
                                     from   webhook_deliveries
                                     where  subscription_id = subscription.id and due_at <= @now
                                     and    sent_at is null and dead_at is null
                                     order  by due_at
                                     limit  @most
                                     for    update skip locked) as due
                where  subscription.active) as due
        where  delivery.subscription_id = due.subscription_id and delivery.message_id = due.message_id
        returning due.state::text as State, delivery.message_id as MessageId, delivery.kind,
                  delivery.body::text as Body, delivery.created_at as CreatedAt, delivery.attempts
        """;

    /// <summary>One whose lease has ended may be with somebody else; only that it arrived still counts.</summary>
    private const string MarkSql = """
        update webhook_deliveries
        set    sent_at = case @outcome when 'done' then @now end,
               dead_at = case @outcome when 'dead' then @now end,
               due_at = @due, failure = @failure
        where  subscription_id = @subscription and message_id = @message and sent_at is null
        and    (attempts = @attempts or @outcome = 'done')
        """;

    public async Task<IReadOnlyList<ClaimedDelivery>> Claim(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(stopping);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            ClaimSql, new { now = now.UtcDateTime, until = (now + Lease).UtcDateTime, most = MostOfOne },
            cancellationToken: stopping));
        return [.. rows.Select(row => new ClaimedDelivery(
            StateJson.Read<Subscription>(Encoding.UTF8.GetBytes(row.State)), row.MessageId, row.Kind, row.Body,
            row.CreatedAt, row.Attempts))];
    }

    public async Task Mark(ClaimedDelivery claimed, Delivery delivery)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(MarkSql, new
        {
            outcome = delivery.Mark(claimed.Attempts),
            now = now.UtcDateTime,
            due = (now + Delivery.Retries.Pause(claimed.Attempts)).UtcDateTime,
            failure = delivery.Reason,
            subscription = claimed.Subscription.Id,
            message = claimed.MessageId,
            attempts = claimed.Attempts,
        });
    }

    private sealed record Row(
        string State, Guid MessageId, string Kind, string Body, DateTime CreatedAt, int Attempts);
}

/// <summary>What this process tells a subscriber now.</summary>
internal sealed record ClaimedDelivery(
    Subscription Subscription, Guid MessageId, string Kind, string Body, DateTime CreatedAt, int Attempts);
