using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Orders;

/// <summary>
/// A customer's own orders; for admins, everybody's. By page, or by cursor for those that follow them all.
/// </summary>
internal static class ListOrders
{
    private const string Columns = """
        id, reference, status, customer_id as CustomerId, email, total, currency, created_at as CreatedAt,
               (state -> 'lines')::text as Items
        """;

    private const string Filter = """
        from   orders
        where  (@customer::uuid is null or customer_id = @customer)
        and    (@status::text is null or status = @status)
        """;

    private const string StretchSql = $"""
        select {Columns}
        {Filter}
        and    (@at::timestamptz is null or (created_at, id) < (@at, @id))
        order  by created_at desc, id desc
        limit  @take
        """;

    private static readonly Dictionary<string, string> Orderings = new()
    {
        ["created_at"] = "created_at",
        ["total"] = "total",
        ["reference"] = "reference",
    };

    internal static readonly QueryParameter[] Parameters =
    [
        new("status", "Only orders of this status."),
        new("customer", "For admins: only this customer's."),
        .. QueryParameter.Pages(Orderings.Keys),
        .. QueryParameter.Stretch(),
    ];

    public static async Task<Results<Ok<Page<OrderSummary>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var status = query.OneOf<OrderStatus>("status") is { } asked
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(asked.ToString())
            : null;
        var customer = http.IsAdmin() ? query.Id("customer") : http.UserId();
        var byCursor = http.Request.Query.ContainsKey("cursor") || http.Request.Query.ContainsKey("limit");
        var stretch = byCursor ? query.Cursor() : default;
        var page = byCursor ? default : query.Page();
        var order = byCursor ? "" : query.OrderBy(Orderings, "-created_at");
        if (query.Refusal() is { } refusal)
            return refusal;

        if (byCursor)
        {
            await using var connection = await database.OpenConnectionAsync(aborted);
            var after = stretch.After;
            var rows = await connection.QueryAsync<OrderRow>(new CommandDefinition(
                StretchSql, new { customer, status, at = after?.At.UtcDateTime, id = after?.Id, take = stretch.Take },
                cancellationToken: aborted));
            return TypedResults.Ok(stretch.Of(
                http, rows.Select(OrderSummary.Of), one => new Cursor(one.CreatedAt, one.Id)));
        }

        var sql = $"""
            select count(*) {Filter};
            select {Columns}
            {Filter}
            order by {order}, id desc
            limit @Limit offset @Offset
            """;
        var (count, results) = await database.Counted<OrderRow>(new(
            sql, new { customer, status, page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, results.Select(OrderSummary.Of)));
    }

    /// <summary>An order in a list. <see cref="Total"/> in minor units.</summary>
    public sealed record OrderSummary(
        Guid Id, string Reference, string Status, Guid CustomerId, string Email, long Total, string Currency,
        DateTimeOffset CreatedAt, JsonElement Items)
    {
        internal static OrderSummary Of(OrderRow row) => new(
            row.Id, row.Reference, row.Status, row.CustomerId, row.Email, row.Total, row.Currency, row.CreatedAt,
            JsonElement.Parse(row.Items));
    }

    internal sealed record OrderRow(
        Guid Id, string Reference, string Status, Guid CustomerId, string Email, long Total, string Currency,
        DateTime CreatedAt, string Items);
}
