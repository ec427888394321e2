using Dapper;
using Npgsql;

namespace Shop.Orders;

/// <inheritdoc cref="IUnfinishedWork"/>
internal sealed class UnfinishedWork(NpgsqlDataSource database) : IUnfinishedWork
{
    private const string OrdersSql = """
        select id
        from   orders
        where  wake_at <= @now
        order  by wake_at
        limit  @most
        """;

    /// <summary>Asked the other way round, for orders that ended, it would read all orders that ever were.</summary>
    private const string HoldsSql = """
        select hold.sku, hold.order_id as OrderId
        from   inventory_reservations hold
        where  hold.held_at >= @since and hold.held_at < @before
               and not exists (select from orders where orders.id = hold.order_id and orders.status = 'created')
        order  by hold.held_at
        limit  @most
        """;

    private const string SandboxSql = """
        select id
        from   sandbox_payments
        where  wake_at <= @now
        order  by wake_at
        limit  @most
        """;

    private const string PeopleSql = """
        select id
        from   users
        where  wake_at <= @now
        order  by wake_at
        limit  @most
        """;

    private const string NamingSql = """
        select id
        from   orders
        where  customer_id = @customerId and email <> ''
        order  by created_at
        limit  @most
        """;

    public Task<IReadOnlyList<Guid>> DueOrders(DateTimeOffset now, int most) =>
        Query<Guid>(OrdersSql, new { now = now.UtcDateTime, most });

    public Task<IReadOnlyList<OrphanHold>> OrphanHolds(DateTimeOffset since, DateTimeOffset before, int most) =>
        Query<OrphanHold>(HoldsSql, new { since = since.UtcDateTime, before = before.UtcDateTime, most });

    public Task<IReadOnlyList<Guid>> UndeliveredSandboxPayments(DateTimeOffset now, int most) =>
        Query<Guid>(SandboxSql, new { now = now.UtcDateTime, most });

    public Task<IReadOnlyList<Guid>> PeopleToForget(DateTimeOffset now, int most) =>
        Query<Guid>(PeopleSql, new { now = now.UtcDateTime, most });

    public Task<IReadOnlyList<Guid>> OrdersNaming(Guid customerId, int most) =>
        Query<Guid>(NamingSql, new { customerId, most });

    private async Task<IReadOnlyList<T>> Query<T>(string sql, object parameters)
    {
        await using var connection = await database.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }
}
