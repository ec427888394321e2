using System.Runtime.InteropServices;
using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using Shop.Storage;
using static Shop.Storage.ArrayParameters;

namespace Shop.Payments;

/// <inheritdoc cref="IPaymentInbox"/>
/// <remarks>
/// Events that come at one time share one commit. They are stored as claimed by this process as long as it keeps up.
/// </remarks>
internal sealed class PostgresPaymentInbox : IPaymentInbox, IAsyncDisposable
{
    private const string StoreSql = """
        insert into payment_inbox
               (provider, event_id, order_id, kind, news, body, received_at, due_at, status, attempts)
        select *
        from   unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (provider, event_id) do nothing
        returning provider, event_id
        """;

    private const string RequeueSql = """
        update payment_inbox
        set    status = 'pending', attempts = 0, due_at = @now, failure = null
        where  provider = @provider and event_id = @eventId
        """;

    private readonly GroupCommit<InboxEntry, bool> commits;
    private readonly NpgsqlDataSource database;
    private readonly CommitConnection connection;
    private readonly InboxArrivals arrivals;
    private readonly TimeProvider clock;

    public PostgresPaymentInbox(
        NpgsqlDataSource database, CommitConnection connection, InboxArrivals arrivals, TimeProvider clock)
    {
        (this.database, this.connection, this.arrivals, this.clock) = (database, connection, arrivals, clock);
        commits = new(new(), Write);
    }

    public Task Store(ReceivedEvent received, IncomingWebhook webhook) =>
        commits.Add(new(received, webhook, clock.GetUtcNow().UtcDateTime));

    public async Task<bool> Requeue(string provider, string eventId)
    {
        await using var open = await database.OpenConnectionAsync();
        var now = clock.GetUtcNow().UtcDateTime;
        if (await open.ExecuteAsync(RequeueSql, new { provider, eventId, now }) == 0)
            return false;

        arrivals.Unclaimed.Ring();
        return true;
    }

    public ValueTask DisposeAsync() => commits.DisposeAsync();

    private async Task Write(ReadOnlyMemory<Pending<InboxEntry, bool>> pending)
    {
        try
        {
            await Store(Array.ConvertAll(pending.ToArray(), one => one.Entry));
            foreach (var one in pending.Span)
                one.SetResult(true);
        }
        catch (Exception away) when (away is UnavailableException or OutcomeUnknownException)
        {
            // Whoever hears that it may not be stored sends it again, and it is stored once all the same.
            foreach (var one in pending.Span)
                one.SetException(new UnavailableException(away.Message, away));
        }
    }

    private async Task Store(InboxEntry[] entries)
    {
        var ours = arrivals.HasRoom;
        var news = Array.ConvertAll(entries, entry => JsonSerializer.Serialize(entry.News, ShopJson.Stored));
        await using var batch = new NpgsqlBatch();
        batch.BatchCommands.Add(Command(entries, news, ours));
        var added = new HashSet<(string Provider, string EventId)>();
        await connection.Send(batch, (rows, _) =>
        {
            while (rows.Read())
                added.Add((rows.GetString(0), rows.GetString(1)));
        });

        if (ours)
            Take(entries.Zip(news), added);
        else
            arrivals.Unclaimed.Ring();
    }

    private static NpgsqlBatchCommand Command(InboxEntry[] entries, string[] news, bool ours)
    {
        var lease = ours ? InboxQueue.Lease : TimeSpan.Zero;
        var command = new NpgsqlBatchCommand(StoreSql);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.News.Provider);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.News.EventId);
        Add(command, NpgsqlDbType.Uuid, entries, entry => entry.Received.OrderId);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.News.Kind.ToString());
        Add(command, NpgsqlDbType.Jsonb, news);
        Add(command, NpgsqlDbType.Bytea, entries, entry =>
            ImmutableCollectionsMarshal.AsArray(entry.Webhook.Body)!);
        Add(command, NpgsqlDbType.TimestampTz, entries, entry => entry.At);
        Add(command, NpgsqlDbType.TimestampTz, entries, entry => entry.At + lease);
        Add(command, NpgsqlDbType.Text, entries, entry => IsForAnOrder(entry.Received) ? "pending" : "ignored");
        Add(command, NpgsqlDbType.Integer, entries, _ => ours ? 1 : 0);
        return command;
    }

    /// <summary>Of an event that was there already, somebody has taken care, or will.</summary>
    private void Take(
        IEnumerable<(InboxEntry Entry, string News)> stored, HashSet<(string Provider, string EventId)> added)
    {
        foreach (var (entry, news) in stored)
        {
            var (provider, id) = (entry.News.Provider, entry.News.EventId);
            if (IsForAnOrder(entry.Received) && added.Remove((provider, id)))
                arrivals.Add(new(provider, id, entry.Received.OrderId, news, Attempts: 1));
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
