using System.Net;
using Npgsql;
using Shop.Orders;

namespace Shop.Hosting;

/// <summary>
/// Requests are kept under way by a table that somebody has locked, so nothing here depends on how fast anything is.
/// </summary>
public class AdmissionTests
{
    [Fact]
    public async Task What_is_more_than_the_process_takes_on_is_refused_at_once()
    {
        await using var shop = await ShopHost.Start(("SHOP_MAX_REQUESTS", "2"));
        using var customer = await shop.Customer();
        await using var locked = await Lock.Take(shop, "orders");

        var lists = Enumerable.Range(0, 3).Select(_ => customer.GetAsync("/api/v1/orders")).ToList();
        var refused = await Task.WhenAny(lists);

        await AssertOverloaded(await refused);
        await AssertOverloaded(await customer.GetAsync("/api/v1/products"));
        await AssertOverloaded(await shop.Anonymous().PostJson("/api/v1/checkout", "{}"));
        await (await customer.GetAsync("/health/live")).Read(HttpStatusCode.OK);
        await (await customer.PostJson("/api/webhooks/nobody", "{}")).Problem(
            HttpStatusCode.NotFound, "payment_provider_unknown");

        await locked.Release();
        foreach (var served in lists.Where(list => list != refused))
            await (await served).Read(HttpStatusCode.OK);
        await (await customer.GetAsync("/api/v1/orders")).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_customer_cannot_keep_the_others_waiting()
    {
        await using var shop = await ShopHost.Start(("SHOP_MAX_REQUESTS_PER_CUSTOMER", "2"));
        using var hasty = await shop.Customer();
        using var other = await shop.Customer();
        await (await other.GetAsync("/api/v1/cart")).Read(HttpStatusCode.OK);
        await using var locked = await Lock.Take(shop, "carts");

        var views = Enumerable.Range(0, 3).Select(_ => hasty.GetAsync("/api/v1/cart")).ToList();
        var refused = await Task.WhenAny(views);

        await AssertOverloaded(await refused);
        await AssertOverloaded(await hasty.ChecksOut("too-hasty"));
        await (await other.GetAsync("/api/v1/cart")).Read(HttpStatusCode.OK);

        await locked.Release();
        foreach (var served in views.Where(view => view != refused))
            await (await served).Read(HttpStatusCode.OK);
        await (await hasty.GetAsync("/api/v1/cart")).Read(HttpStatusCode.OK);
    }

    private static async Task AssertOverloaded(HttpResponseMessage answer)
    {
        var problem = await answer.Problem(HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.Equal(1, problem.GetProperty("retry_after").GetInt32());
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    /// <summary>A table that nobody else gets at.</summary>
    private sealed class Lock(NpgsqlConnection connection) : IAsyncDisposable
    {
        public static async Task<Lock> Take(ShopHost shop, string table)
        {
            var connection = new NpgsqlConnection(shop.Database.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"begin; lock table {table}", connection);
            await command.ExecuteNonQueryAsync();
            return new Lock(connection);
        }

        public async Task Release()
        {
            await using var command = new NpgsqlCommand("rollback", connection);
            await command.ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
