using Dapper;
using Npgsql;

namespace Shop.Payments;

/// <summary>The stored events as a queue that several processes work on.</summary>
internal sealed class InboxQueue(NpgsqlDataSource database, TimeProvider clock)
{
    private const int MostAtOnce = 256;

    /// <summary>The tries double their distance from one second to five minutes: an hour and a half in all.</summary>
    private const int MostAttempts = 24;

    private const string ClaimSql = """
        update payment_inbox as event
        set    attempts = attempts + 1, due_at = @now + interval '30 seconds'
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

    private const string FinishSql = """
        update payment_inbox as event
        set    status = outcome.status, due_at = outcome.due_at, failure = outcome.failure
        from   unnest(@providers, @eventIds, @statuses, @dues, @failures)
               as outcome (provider, event_id, status, due_at, failure)
        where  event.provider = outcome.provider and event.event_id = outcome.event_id
        """;

    private const string OrderSql = """
        select id
        from   orders
        where  state -> 'payments' <> '[]'
        and    state -> 'payments' @> jsonb_build_array(jsonb_build_object('provider', @provider, 'ref', @payment))
        """;

    /// <summary>Whose payment it is, for events that name no order; null when it is nobody's yet.</summary>
    public async Task<Guid?> OrderOf(string provider, string payment)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QueryFirstOrDefaultAsync<Guid?>(OrderSql, new { provider, payment });
    }

    /// <summary>For half a minute the claimed are ours; then another process may have them.</summary>
    public async Task<IReadOnlyList<ClaimedEvent>> Claim(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        var parameters = new { now = clock.GetUtcNow().UtcDateTime, most = MostAtOnce };
        var claim = new CommandDefinition(ClaimSql, parameters, cancellationToken: stopping);
        return [.. await connection.QueryAsync<ClaimedEvent>(claim)];
    }

    public async Task Finish(IReadOnlyList<InboxOutcome> outcomes)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(FinishSql, new
        {
            providers = outcomes.Select(outcome => outcome.Claimed.Provider).ToArray(),
            eventIds = outcomes.Select(outcome => outcome.Claimed.EventId).ToArray(),
            statuses = outcomes.Select(outcome => StatusOf(outcome)).ToArray(),
            dues = outcomes.Select(outcome => (now + Pause(outcome.Claimed.Attempts)).UtcDateTime).ToArray(),
            failures = outcomes.Select(outcome => outcome.Failure).ToArray(),
        });
    }

    private static string StatusOf(InboxOutcome outcome) =>
        outcome.Failure is null ? "done"
        : outcome.Claimed.Attempts >= MostAttempts ? "dead"
        : "pending";

    private static TimeSpan Pause(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(attempts, 10) - 1)));
}

/// <summary>An event that this process carries out now.</summary>
internal sealed record ClaimedEvent(string Provider, string EventId, Guid? OrderId, string News, int Attempts);

/// <param name="Claimed">The event.</param>
/// <param name="Failure">Why the order did not take it; null when it did.</param>
internal sealed record InboxOutcome(ClaimedEvent Claimed, string? Failure);
