using Dapper;
using Npgsql;

namespace Shop.Payments;

/// <summary>What the orders say of their payments, for those who compare.</summary>
internal sealed class BookedPayments(NpgsqlDataSource database, InboxQueue inbox)
{
    private const string Sql = """
        select orders.id as OrderId, orders.reference as OrderReference, payment.ref, payment.amount, payment.currency,
               payment.sent, payment.arrived
        from   orders
        left   join lateral (
                   select one ->> 'ref' as ref, (one ->> 'amount')::bigint as amount, one ->> 'currency' as currency,
                          utc(one ->> 'at') as at, back.sent, back.arrived
                   from   jsonb_array_elements(orders.state -> 'payments') as one
                   cross  join lateral (
                              select coalesce(sum((refund ->> 'amount')::bigint)
                                         filter (where refund ->> 'status' <> 'failed'), 0)::bigint as sent,
                                     coalesce(sum((refund ->> 'amount')::bigint)
                                         filter (where refund ->> 'status' = 'succeeded'), 0)::bigint as arrived
                              from   jsonb_array_elements(orders.state -> 'refunds') as refund
                              where  refund ->> 'provider' = @provider and refund ->> 'payment_ref' = one ->> 'ref'
                          ) back
                   where  one ->> 'provider' = @provider and one ->> 'status' <> 'failed'
               ) payment on true
        """;

    private const string OfOrdersSql = $"{Sql} where orders.id = any(@orders)";

    private const string OfPeriodSql = $"""
        {Sql}
        where orders.state -> 'payments' <> '[]' and payment.at >= @from and payment.at < @until
        """;

    /// <summary>Whose charge it is, though the provider may not say.</summary>
    public async Task<Guid?> OrderOf(string provider, ProviderCharge charge) =>
        charge.OrderId ?? await inbox.OrderOf(provider, charge.PaymentRef);

    /// <summary>An order that knows of no payment is there once, without one.</summary>
    public async Task<ILookup<Guid, BookedPayment>> Of(string provider, Guid[] orders)
    {
        await using var connection = await database.OpenConnectionAsync();
        return (await connection.QueryAsync<BookedPayment>(OfOrdersSql, new { provider, orders }))
            .ToLookup(payment => payment.OrderId);
    }

    public async Task<IEnumerable<BookedPayment>> Heard(string provider, DateTimeOffset from, DateTimeOffset until)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.QueryAsync<BookedPayment>(
            OfPeriodSql, new { provider, from = from.UtcDateTime, until = until.UtcDateTime });
    }
}

/// <param name="Ref">Null for an order without a payment.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Sent">Minor units that went back or are about to.</param>
/// <param name="Arrived">Minor units of them that the provider has confirmed.</param>
internal sealed record BookedPayment(
    Guid OrderId, string OrderReference, string? Ref, long? Amount, string? Currency, long? Sent, long? Arrived);
