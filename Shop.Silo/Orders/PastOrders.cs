using System.Collections.Immutable;
using Dapper;
using Npgsql;
using Shop.Storage;

namespace Shop.Orders;

/// <inheritdoc cref="IPastOrders"/>
/// <remarks>What many carts ask at one time is one round trip.</remarks>
internal sealed class PastOrders(NpgsqlDataSource database) : IPastOrders, IAsyncDisposable
{
    private const string Sql = """
        select asked.id as CustomerId, past.id as OrderId
        from   unnest(@customers, @mosts) as asked (id, most)
               cross join lateral
               (
                   select id from orders where customer_id = asked.id
                   order  by created_at desc, id desc
                   limit  asked.most
               ) past
        """;

    private readonly GroupCommit<Question, ImmutableArray<Guid>> reads = new(new(), batch => Read(database, batch));

    public Task<ImmutableArray<Guid>> Of(Guid customerId, int most) => reads.Add(new(customerId, most));

    public ValueTask DisposeAsync() => reads.DisposeAsync();

    private static async Task Read(
        NpgsqlDataSource database, ReadOnlyMemory<Pending<Question, ImmutableArray<Guid>>> batch)
    {
        var asked = batch.ToArray();
        try
        {
            await using var connection = await database.OpenConnectionAsync();
            var rows = await connection.QueryAsync<Row>(Sql, new
            {
                customers = Array.ConvertAll(asked, one => one.Entry.CustomerId),
                mosts = Array.ConvertAll(asked, one => one.Entry.Most),
            });
            var past = rows.ToLookup(row => row.CustomerId, row => row.OrderId);
            foreach (var one in asked)
                one.SetResult([.. past[one.Entry.CustomerId].Distinct()]);
        }
        catch (NpgsqlException away) when (away is not PostgresException || away.IsTransient)
        {
            foreach (var one in asked)
                one.TrySetException(new UnavailableException("The database cannot be read at the moment.", away));
        }
    }

    private readonly record struct Question(Guid CustomerId, int Most);

    private sealed record Row(Guid CustomerId, Guid OrderId);
}
