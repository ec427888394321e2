namespace Shop.Payments;

/// <summary>A payment as it stands in its order's row.</summary>
internal sealed record PaymentRow(
    Guid Id, Guid OrderId, string Reference, Guid CustomerId, string Provider, string Ref, string Status, long Amount,
    long Refunded, string Currency, string? Reason, DateTime At)
{
    public const string Columns = """
        (payment ->> 'id')::uuid as Id, orders.id as OrderId, orders.reference as Reference,
               orders.customer_id as CustomerId, payment ->> 'provider' as Provider, payment ->> 'ref' as Ref,
               payment ->> 'status' as Status, (payment ->> 'amount')::bigint as Amount,
               (payment ->> 'refunded')::bigint as Refunded, payment ->> 'currency' as Currency,
               payment ->> 'reason' as Reason, utc(payment ->> 'at') as At
        """;

    public PaymentView ToView() => new(
        Id, OrderId, Reference, CustomerId, Provider, Ref, Status, Amount, Refunded, Currency, Reason, At);
}

/// <summary>A payment of an order.</summary>
/// <param name="Reference">The order's, for people.</param>
/// <param name="Ref">The provider's id of it.</param>
/// <param name="Status"><c>succeeded</c>, <c>failed</c>, <c>refunding</c> or <c>refunded</c>.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Refunded">Minor units of it that went back.</param>
/// <param name="Reason">Why it failed, or why it went back.</param>
public sealed record PaymentView(
    Guid Id, Guid OrderId, string Reference, Guid CustomerId, string Provider, string Ref, string Status, long Amount,
    long Refunded, string Currency, string? Reason, DateTimeOffset At);
