using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Payments;

/// <summary>What providers sent and what became of it, the newest first.</summary>
internal static class ListWebhooks
{
    private const string Filter = """
        from   payment_inbox
        where  (@provider::text is null or provider = @provider)
        and    (@status::text is null or status = @status)
        and    (@order::uuid is null or order_id = @order)
        """;

    private const string Sql = $"""
        select count(*) {Filter};
        select provider, event_id as EventId, order_id as OrderId, kind, status, attempts, received_at as ReceivedAt,
               failure
        {Filter}
        order by received_at desc, event_id desc
        limit @Limit offset @Offset
        """;

    internal static readonly QueryParameter[] Parameters =
    [
        new("provider", "Only this provider's."),
        new("status", "Only pending, done, ignored or dead ones."),
        new("order", "Only those about this order."),
        .. QueryParameter.Pages(),
    ];

    public static async Task<Results<Ok<Page<WebhookView>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var (provider, status, order) = (query.Text("provider"), query.Text("status"), query.Id("order"));
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        var (count, rows) = await database.Counted<WebhookRow>(new(
            Sql, new { provider, status, order, page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, rows.Select(WebhookView.Of)));
    }

    /// <param name="Status"><c>pending</c>, <c>done</c>, <c>ignored</c> or <c>dead</c>.</param>
    /// <param name="Failure">Why the last try did not succeed.</param>
    public sealed record WebhookView(
        string Provider, string EventId, Guid? OrderId, string Kind, string Status, int Attempts,
        DateTimeOffset ReceivedAt, string? Failure)
    {
        internal static WebhookView Of(WebhookRow row) => new(
            row.Provider, row.EventId, row.OrderId, row.Kind, row.Status, row.Attempts, row.ReceivedAt, row.Failure);
    }

    internal sealed record WebhookRow(
        string Provider, string EventId, Guid? OrderId, string Kind, string Status, int Attempts, DateTime ReceivedAt,
        string? Failure);
}
