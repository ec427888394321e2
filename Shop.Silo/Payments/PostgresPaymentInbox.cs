using System.Runtime.InteropServices;
using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using Shop.Storage;
using static Shop.Storage.ArrayParameters;

namespace Shop.Payments;

/// <inheritdoc cref="IPaymentInbox"/>
/// <remarks>Events that come at one time share one commit.</remarks>
internal sealed class PostgresPaymentInbox : IPaymentInbox, IAsyncDisposable
{
    private const string StoreSql = """
        insert into payment_inbox (provider, event_id, order_id, kind, news, body, received_at, due_at, status)
        select *
        from   unnest($1, $2, $3, $4, $5, $6, $7, $7, $8)
        on conflict (provider, event_id) do nothing
        """;

    private const string RequeueSql = """
        update payment_inbox
        set    status = 'pending', attempts = 0, due_at = @now, failure = null
        where  provider = @provider and event_id = @eventId
        """;

    private readonly GroupCommit<InboxEntry, bool> commits;
    private readonly NpgsqlDataSource database;
    private readonly CommitConnection connection;
    private readonly Bell<InboxQueue> bell;
    private readonly TimeProvider clock;

    public PostgresPaymentInbox(
        NpgsqlDataSource database, CommitConnection connection, Bell<InboxQueue> bell, TimeProvider clock)
    {
        (this.database, this.connection, this.bell, this.clock) = (database, connection, bell, clock);
        commits = new(new(), Write);
    }

    public async Task Store(ReceivedEvent received, IncomingWebhook webhook)
    {
        await commits.Add(new(received, webhook, clock.GetUtcNow().UtcDateTime));
        bell.Ring();
    }

    public async Task<bool> Requeue(string provider, string eventId)
    {
        await using var open = await database.OpenConnectionAsync();
        var now = clock.GetUtcNow().UtcDateTime;
        if (await open.ExecuteAsync(RequeueSql, new { provider, eventId, now }) == 0)
            return false;

        bell.Ring();
        return true;
    }

    public ValueTask DisposeAsync() => commits.DisposeAsync();

    private async Task Write(ReadOnlyMemory<Pending<InboxEntry, bool>> pending)
    {
        var entries = Array.ConvertAll(pending.ToArray(), one => one.Entry);
        var command = new NpgsqlBatchCommand(StoreSql);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.News.Provider);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.News.EventId);
        Add(command, NpgsqlDbType.Uuid, entries, entry => entry.Received.OrderId);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.News.Kind.ToString());
        Add(command, NpgsqlDbType.Jsonb, entries, entry => JsonSerializer.Serialize(entry.News, ShopJson.Options));
        Add(command, NpgsqlDbType.Bytea, entries, entry =>
            ImmutableCollectionsMarshal.AsArray(entry.Webhook.Body)!);
        Add(command, NpgsqlDbType.TimestampTz, entries, entry => entry.At);
        Add(command, NpgsqlDbType.Text, entries, entry =>
            IsForAnOrder(entry.Received) ? "pending" : "ignored");

        await Send(command, pending);
    }

    /// <summary>Whoever hears that it may not be stored sends it again, and it is stored once all the same.</summary>
    private async Task Send(NpgsqlBatchCommand command, ReadOnlyMemory<Pending<InboxEntry, bool>> pending)
    {
        try
        {
            await using var batch = new NpgsqlBatch();
            batch.BatchCommands.Add(command);
            await connection.Send(batch, (_, _) => Task.CompletedTask);
            foreach (var one in pending.Span)
                one.SetResult(true);
        }
        catch (Exception away) when (away is UnavailableException or OutcomeUnknownException)
        {
            foreach (var one in pending.Span)
                one.SetException(new UnavailableException(away.Message, away));
        }
    }

    /// <summary>Some events name a payment and no order, which is found when they are carried out.</summary>
    private static bool IsForAnOrder(ReceivedEvent received) => received.News.Kind switch
    {
        PaymentNewsKind.Ignored or PaymentNewsKind.Open => false,
        PaymentNewsKind.Disputed or PaymentNewsKind.GoneBack => true,
        PaymentNewsKind.RefundSucceeded or PaymentNewsKind.RefundFailed => true,
        _ => received.OrderId is not null,
    };

    private sealed record InboxEntry(ReceivedEvent Received, IncomingWebhook Webhook, DateTime At)
    {
        public PaymentNews News => Received.News;
    }
}
