using Dapper;
using Npgsql;
using NpgsqlTypes;
using Shop.Storage;
using static Shop.Storage.ArrayParameters;

namespace Shop.Payments;

/// <summary>The stored events as a queue that several processes work on.</summary>
/// <remarks>Outcomes that come at one time share one commit.</remarks>
internal sealed class InboxQueue : IAsyncDisposable
{
    public const int MostAtOnce = 256;

    /// <summary>For so long the claimed are ours; then another process may have them.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>An hour and a half in all.</summary>
    private static readonly Retries Retries = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), MostAttempts: 24);

    private const string ClaimSql = """
        update payment_inbox as event
        set    attempts = attempts + 1, due_at = @until
        from   (select provider, event_id
                from   payment_inbox
                where  status = 'pending' and due_at <= @now
                order  by due_at
                limit  @most
                for    update skip locked) as due
        where  event.provider = due.provider and event.event_id = due.event_id
        returning event.provider, event.event_id as EventId, event.order_id as OrderId, event.news::text as News,
                  event.attempts
        """;

    private const string TakeOverSql = """
        update payment_inbox
        set    due_at = @now
        where  status = 'pending' and attempts > 0 and due_at > @now and due_at <= @until
        """;

    private const string FinishSql = """
        update payment_inbox as event
        set    status = outcome.status, due_at = outcome.due_at, failure = outcome.failure
        from   unnest($1, $2, $3, $4, $5)
               as outcome (provider, event_id, status, due_at, failure)
        where  event.provider = outcome.provider and event.event_id = outcome.event_id
        """;

    private const string OrderSql = """
        select id
        from   orders
        where  state -> 'payments' <> '[]'
        and    state -> 'payments' @> jsonb_build_array(jsonb_build_object('provider', @provider, 'ref', @payment))
        """;

    private readonly GroupCommit<InboxOutcome, bool> outcomes;
    private readonly NpgsqlDataSource database;
    private readonly CommitConnection connection;
    private readonly TimeProvider clock;

    public InboxQueue(NpgsqlDataSource database, CommitConnection connection, TimeProvider clock)
    {
        (this.database, this.connection, this.clock) = (database, connection, clock);
        outcomes = new(new(), Write);
    }

    /// <summary>Whose payment it is, for events that name no order; null when it is nobody's yet.</summary>
    public async Task<Guid?> OrderOf(string provider, string payment)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QueryFirstOrDefaultAsync<Guid?>(OrderSql, new { provider, payment });
    }

    /// <summary>
    /// At a start: what is claimed was claimed by a process that died, and nobody should wait until the claim ends. If
    /// another one lives and is at it, the order hears twice what is news to it once.
    /// </summary>
    public async Task TakeOver(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        var now = clock.GetUtcNow();
        var parameters = new { now = now.UtcDateTime, until = (now + Lease).UtcDateTime };
        await connection.ExecuteAsync(new CommandDefinition(TakeOverSql, parameters, cancellationToken: stopping));
    }

    /// <summary>Those that are due, for <see cref="Lease"/>.</summary>
    public async Task<IReadOnlyList<ClaimedEvent>> Claim(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        var now = clock.GetUtcNow();
        var parameters = new { now = now.UtcDateTime, until = (now + Lease).UtcDateTime, most = MostAtOnce };
        var claim = new CommandDefinition(ClaimSql, parameters, cancellationToken: stopping);
        return [.. await connection.QueryAsync<ClaimedEvent>(claim)];
    }

    /// <summary>Keeps what became of an event. When that is lost, the event is claimed again.</summary>
    public Task Finish(InboxOutcome outcome) => outcomes.Add(outcome);

    public ValueTask DisposeAsync() => outcomes.DisposeAsync();

    private async Task Write(ReadOnlyMemory<Pending<InboxOutcome, bool>> pending)
    {
        var now = clock.GetUtcNow();
        var entries = Array.ConvertAll(pending.ToArray(), one => one.Entry);
        var command = new NpgsqlBatchCommand(FinishSql);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.Claimed.Provider);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.Claimed.EventId);
        Add(command, NpgsqlDbType.Text, entries, StatusOf);
        Add(command, NpgsqlDbType.TimestampTz, entries, entry =>
            (now + Retries.Pause(entry.Claimed.Attempts)).UtcDateTime);
        Add(command, NpgsqlDbType.Text, entries, entry => entry.Failure);
        await connection.Send(command, pending);
    }

    private static string StatusOf(InboxOutcome outcome) =>
        outcome.Failure is null ? "done"
        : outcome.Claimed.Attempts >= Retries.MostAttempts ? "dead"
        : "pending";
}

/// <summary>An event that this process carries out now.</summary>
internal sealed record ClaimedEvent(string Provider, string EventId, Guid? OrderId, string News, int Attempts);

/// <param name="Claimed">The event.</param>
/// <param name="Failure">Why the order did not take it; null when it did.</param>
internal sealed record InboxOutcome(ClaimedEvent Claimed, string? Failure);
