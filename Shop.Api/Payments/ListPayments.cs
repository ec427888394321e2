using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Payments;

/// <summary>A customer's own payments; for admins, everybody's. The newest first.</summary>
internal static class ListPayments
{
    private const string Filter = """
        from   orders
        cross  join lateral jsonb_array_elements(orders.state -> 'payments') as payment
        where  orders.state -> 'payments' <> '[]'
        and    (@customer::uuid is null or orders.customer_id = @customer)
        and    (@order::uuid is null or orders.id = @order)
        and    (@provider::text is null or payment ->> 'provider' = @provider)
        and    (@status::text is null or payment ->> 'status' = @status)
        """;

    private const string Sql = $"""
        select count(*) {Filter};
        select {PaymentRow.Columns}
        {Filter}
        order by utc(payment ->> 'at') desc, orders.id desc
        limit @Limit offset @Offset
        """;

    internal static readonly QueryParameter[] Parameters =
    [
        new("order", "Only this order's."),
        new("provider", "Only this provider's."),
        new("status", "Only payments of this status."),
        new("customer", "For admins: only this customer's."),
        .. QueryParameter.Pages(),
    ];

    public static async Task<Results<Ok<Page<PaymentView>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var customer = http.IsAdmin() ? query.Id("customer") : http.UserId();
        var (order, provider) = (query.Id("order"), query.Text("provider"));
        var status = query.OneOf<PaymentStatus>("status") is { } asked
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(asked.ToString())
            : null;
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        var (count, rows) = await database.Counted<PaymentRow>(new(
            Sql, new { customer, order, provider, status, page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, rows.Select(row => row.ToView())));
    }
}
