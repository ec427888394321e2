using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Payments;

/// <summary>One payment. Another customer's is not found.</summary>
internal static class FindPayment
{
    private const string Sql = $"""
        select {PaymentRow.Columns}
        from   orders
        cross  join lateral jsonb_array_elements(orders.state -> 'payments') as payment
        where  orders.state -> 'payments' <> '[]'
        and    orders.state -> 'payments' @> jsonb_build_array(jsonb_build_object('id', @id::text))
        and    payment ->> 'id' = @id::text
        and    (@customer::uuid is null or orders.customer_id = @customer)
        """;

    /// <summary>One payment. Another customer's is not found.</summary>
    public static async Task<Results<Ok<PaymentView>, ProblemHttpResult>> Handle(
        Guid id, HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        Guid? customer = http.IsAdmin() ? null : http.UserId();
        await using var connection = await database.OpenConnectionAsync(aborted);
        var found = await connection.QueryFirstOrDefaultAsync<PaymentRow>(
            new CommandDefinition(Sql, new { id, customer }, cancellationToken: aborted));
        return found is null ? PaymentErrors.PaymentUnknown.ToProblem() : TypedResults.Ok(found.ToView());
    }
}
