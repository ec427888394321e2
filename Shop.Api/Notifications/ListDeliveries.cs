using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Notifications;

/// <summary>What subscribers were told or are about to be, and what became of it, the newest first.</summary>
internal static class ListDeliveries
{
    private const string Filter = """
        from   (select *, case when sent_at is not null then 'sent' when dead_at is not null then 'dead'
                               else 'waiting' end as status
                from   webhook_deliveries) as delivery
        where  (@subscription::uuid is null or subscription_id = @subscription)
        and    (@kind::text is null or kind = @kind)
        and    (@status::text is null or status = @status)
        """;

    private const string Sql = $"""
        select count(*) {Filter};
        select subscription_id as SubscriptionId, message_id as MessageId, kind, status, attempts,
               created_at as CreatedAt, sent_at as SentAt, failure
        {Filter}
        order by created_at desc, message_id desc, subscription_id
        limit @Limit offset @Offset
        """;

    internal static readonly QueryParameter[] Parameters =
    [
        new("subscription", "Only to this subscriber."),
        new("kind", "Only of this kind, as order.paid."),
        new("status", "Only waiting, sent or dead ones."),
        .. QueryParameter.Pages(),
    ];

    public static async Task<Results<Ok<Page<DeliveryView>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var (subscription, kind, status) = (query.Id("subscription"), query.Text("kind"), query.Text("status"));
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        var (count, rows) = await database.Counted<DeliveryRow>(new(
            Sql, new { subscription, kind, status, page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, rows.Select(DeliveryView.Of)));
    }

    /// <param name="MessageId">What requests carry as <c>webhook-id</c>.</param>
    /// <param name="Status"><c>waiting</c>, <c>sent</c> or <c>dead</c>.</param>
    /// <param name="Failure">Why the last try did not succeed.</param>
    public sealed record DeliveryView(
        Guid SubscriptionId, Guid MessageId, string Kind, string Status, int Attempts, DateTimeOffset CreatedAt,
        DateTimeOffset? SentAt, string? Failure)
    {
        internal static DeliveryView Of(DeliveryRow row) => new(
            row.SubscriptionId, row.MessageId, row.Kind, row.Status, row.Attempts, row.CreatedAt, row.SentAt,
            row.Failure);
    }

    internal sealed record DeliveryRow(
        Guid SubscriptionId, Guid MessageId, string Kind, string Status, int Attempts, DateTime CreatedAt,
        DateTime? SentAt, string? Failure);
}
