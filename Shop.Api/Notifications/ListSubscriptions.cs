using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Notifications;

/// <summary>Who is told what happens, the newest first.</summary>
internal static class ListSubscriptions
{
    private const string Sql = """
        select count(*) from webhook_subscriptions;
        select id, state ->> 'url' as Url, array_to_string(kinds, ' ') as Kinds, active,
               utc(state ->> 'created_at') as CreatedAt, utc(state ->> 'updated_at') as UpdatedAt
        from   webhook_subscriptions
        order  by id desc
        limit  @Limit offset @Offset
        """;

    internal static readonly QueryParameter[] Parameters = [.. QueryParameter.Pages()];

    public static async Task<Results<Ok<Page<SubscriptionView>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        var (count, rows) = await database.Counted<SubscriptionRow>(new(
            Sql, new { page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, rows.Select(row => row.ToView())));
    }

    internal sealed record SubscriptionRow(
        Guid Id, string Url, string Kinds, bool Active, DateTime CreatedAt, DateTime UpdatedAt)
    {
        public SubscriptionView ToView() => new(Id, Url, [.. Kinds.Split(' ')], Active, CreatedAt, UpdatedAt);
    }
}
