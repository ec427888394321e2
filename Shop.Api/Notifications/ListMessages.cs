using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Notifications;

/// <summary>What the shop has told or is about to tell, and what became of it, the newest first.</summary>
internal static class ListMessages
{
    private const string Filter = """
        from   (select *, case when sent_at is not null then 'sent' when dead_at is not null then 'dead'
                               else 'waiting' end as status
                from   outbox) as message
        where  (@kind::text is null or kind = @kind)
        and    (@status::text is null or status = @status)
        and    (@recipient::text is null or recipient = @recipient)
        """;

    private const string Sql = $"""
        select count(*) {Filter};
        select id, kind, recipient, status, attempts, created_at as CreatedAt, sent_at as SentAt, failure
        {Filter}
        order by created_at desc, id desc
        limit @Limit offset @Offset
        """;

    internal static readonly QueryParameter[] Parameters =
    [
        new("kind", "Only of this kind, as order.confirmed."),
        new("status", "Only waiting, sent or dead ones."),
        new("recipient", "Only those to this e-mail address."),
        .. QueryParameter.Pages(),
    ];

    public static async Task<Results<Ok<Page<MessageView>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var (kind, status, recipient) = (query.Text("kind"), query.Text("status"), query.Text("recipient"));
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        var (count, rows) = await database.Counted<MessageRow>(new(
            Sql, new { kind, status, recipient, page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, rows.Select(MessageView.Of)));
    }

    /// <param name="Status"><c>waiting</c>, <c>sent</c> or <c>dead</c>.</param>
    /// <param name="Recipient">Null when it is for the staff, or for machines alone.</param>
    /// <param name="Failure">Why the last try did not succeed.</param>
    public sealed record MessageView(
        Guid Id, string Kind, string? Recipient, string Status, int Attempts, DateTimeOffset CreatedAt,
        DateTimeOffset? SentAt, string? Failure)
    {
        internal static MessageView Of(MessageRow row) => new(
            row.Id, row.Kind, row.Recipient, row.Status, row.Attempts, row.CreatedAt, row.SentAt, row.Failure);
    }

    internal sealed record MessageRow(
        Guid Id, string Kind, string? Recipient, string Status, int Attempts, DateTime CreatedAt, DateTime? SentAt,
        string? Failure);
}
