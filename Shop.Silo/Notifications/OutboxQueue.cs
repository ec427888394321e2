using Dapper;
using Npgsql;
using NpgsqlTypes;
using Shop.Storage;
using static Shop.Storage.ArrayParameters;

namespace Shop.Notifications;

/// <summary>The outbox as a queue that several processes work on.</summary>
/// <remarks>
/// A message is claimed before it is sent and marked after, so that it goes out once unless a process dies in between;
/// then it is claimed again when its lease ends. Marks that come at one time share one commit.
/// </remarks>
internal sealed class OutboxQueue : IAsyncDisposable
{
    public const int MostAtOnce = 64;

    /// <summary>For so long the claimed are ours; then another process may have them.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Whoever claims a message has told its subscribers' queue of it, too.</summary>
    private const string ClaimSql = """
        with claimed as (
            update outbox as message
            set    attempts = attempts + 1, due_at = @until
            from   (select id
                    from   outbox
                    where  sent_at is null and dead_at is null and due_at <= greatest(@now, now())
                    order  by due_at
                    limit  @most
                    for    update skip locked) as due
            where  message.id = due.id
            returning message.*
        ), told as (
            insert into webhook_deliveries (subscription_id, message_id, kind, body, created_at, due_at)
            select subscription.id, claimed.id, claimed.kind, claimed.body, claimed.created_at, @now
            from   claimed
            join   webhook_subscriptions as subscription
                   on subscription.active and claimed.kind = any (subscription.kinds)
            on conflict do nothing
        )
        select id, kind, recipient, body::text as Body, created_at as CreatedAt, attempts from claimed
        """;

    /// <summary>
    /// One whose lease has ended may be with somebody else, and only that it was sent is still worth telling. A code
    /// that was sent is nobody's business any more, and one that cannot be sent never will be.
    /// </summary>
    private const string MarkSql = """
        update outbox as message
        set    sent_at = case mark.outcome when 'done' then $6 end,
               dead_at = case mark.outcome when 'dead' then $6 end,
               due_at = mark.due_at, failure = mark.failure,
               attempts = message.attempts - case mark.outcome when 'postponed' then 1 else 0 end,
               body = case when mark.outcome in ('done', 'dead') then message.body - 'code' else message.body end
        from   unnest($1, $2, $3, $4, $5) as mark (id, attempts, outcome, due_at, failure)
        where  message.id = mark.id and message.sent_at is null
        and    (message.attempts = mark.attempts or mark.outcome = 'done')
        """;

    private readonly GroupCommit<OutboxMark, bool> marks;
    private readonly NpgsqlDataSource database;
    private readonly CommitConnection connection;
    private readonly TimeProvider clock;

    public OutboxQueue(NpgsqlDataSource database, CommitConnection connection, TimeProvider clock)
    {
        (this.database, this.connection, this.clock) = (database, connection, clock);
        marks = new(new(), Write);
    }

    public async Task<IReadOnlyList<ClaimedMessage>> Claim(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        await using var open = await database.OpenConnectionAsync(stopping);
        return [.. await open.QueryAsync<ClaimedMessage>(new CommandDefinition(
            ClaimSql, new { now = now.UtcDateTime, until = (now + Lease).UtcDateTime, most = MostAtOnce },
            cancellationToken: stopping))];
    }

    /// <summary>Keeps what became of a message.</summary>
    public Task Mark(ClaimedMessage claimed, Delivery delivery) => marks.Add(new(
        claimed, delivery, clock.GetUtcNow() + delivery.Outcome switch
        {
            DeliveryOutcome.Failed => Delivery.Retries.Pause(claimed.Attempts),
            _ => TimeSpan.Zero,
        }));

    public ValueTask DisposeAsync() => marks.DisposeAsync();

    private async Task Write(ReadOnlyMemory<Pending<OutboxMark, bool>> pending)
    {
        var entries = Array.ConvertAll(pending.ToArray(), one => one.Entry);
        var command = new NpgsqlBatchCommand(MarkSql);
        Add(command, NpgsqlDbType.Uuid, entries, entry => entry.Claimed.Id);
        Add(command, NpgsqlDbType.Integer, entries, entry => entry.Claimed.Attempts);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.Delivery.Mark(entry.Claimed.Attempts));
        Add(command, NpgsqlDbType.TimestampTz, entries, entry => entry.DueAt.UtcDateTime);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.Delivery.Reason);
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        await connection.Send(command, pending);
    }

    private sealed record OutboxMark(ClaimedMessage Claimed, Delivery Delivery, DateTimeOffset DueAt);
}

/// <summary>A message that this process sends now.</summary>
internal sealed record ClaimedMessage(
    Guid Id, string Kind, string? Recipient, string Body, DateTime CreatedAt, int Attempts);
