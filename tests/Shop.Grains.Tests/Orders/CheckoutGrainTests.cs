using Shop.Carts;
using Shop.Idempotency;
using Shop.Inventory;
using Shop.Payments;
using Shop.Testing;

namespace Shop.Orders;

public class CheckoutGrainTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task Of_two_checkouts_of_the_last_unit_one_wins_two_hundred_times_over()
    {
        var customers = await shop.Customers(2);
        for (var round = 0; round < 200; round++)
        {
            var last = await shop.Product(onHand: 1);
            foreach (var customer in customers)
            {
                await shop.Grains.Cart(customer).Clear(null);
                await shop.Fill(customer, last);
            }

            var answers = await Task.WhenAll(customers.Select(customer => shop.Checkout(customer, $"{round}")));

            Assert.Single(answers, answer => answer.Error is null);
            Assert.Single(answers, answer => answer.Error?.Code == "out_of_stock");
        }
    }

    [Fact]
    public async Task A_crowd_gets_what_there_is_and_not_one_more()
    {
        var mug = await shop.Product(onHand: 10);
        var customers = await shop.Customers(200);
        await Task.WhenAll(customers.Select(customer => shop.Fill(customer, mug)));

        var answers = await Task.WhenAll(customers.Select(customer => shop.Checkout(customer)));

        Assert.Equal(10, answers.Count(answer => answer.Error is null));
        Assert.All(answers.Where(answer => answer.Error is not null), answer =>
            Assert.Equal(("out_of_stock", 0), (answer.Error!.Code, answer.Error.Faults[0].Left)));
        Assert.Equal(10L, await shop.Database.Value<long>(
            $"select sum(quantity) from inventory_reservations where sku = '{mug.Sku}'"));
        Assert.Equal(0, (await shop.Stock(mug.Sku)).Available);
    }

    [Fact]
    public async Task A_repeated_checkout_is_the_order_it_made()
    {
        var customer = await shop.CustomerWith(await shop.Product(onHand: 5));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shop.Checkout(customer)));

        Assert.Single(answers.Select(answer => answer.Value!.Order.Reference).Distinct());
        Assert.Equal(9, answers.Count(answer => answer.Value!.Replayed));
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        var customer = await shop.CustomerWith(await shop.Product(onHand: 5));
        var order = await shop.Placed(customer);

        var other = await shop.Grains.Order(order.Id).Place(
            new PlaceOrder(customer, "another", null, null, null, null, null, null));

        Assert.Equal(IdempotencyErrors.KeyReused, other.Error);
    }

    [Fact]
    public async Task A_refused_checkout_holds_nothing_and_its_key_is_free()
    {
        var (plenty, none) = (await shop.Product(onHand: 5), await shop.Product(onHand: 0));
        var customer = await shop.CustomerWith(plenty, none);

        var refused = await shop.Checkout(customer);
        Assert.Equal(none.Sku, Assert.Single(refused.Error!.Faults).Subject);
        Assert.Equal(5, (await shop.Stock(plenty.Sku)).Available);

        var cart = await shop.Grains.Cart(customer).View();
        await shop.Grains.Cart(customer).Remove(cart.Items.Single(item => item.Sku == none.Sku).Id, null);
        Assert.Equal(OrderStatus.Created, (await shop.Placed(customer)).Status);
    }

    [Fact]
    public async Task Carts_that_touch_the_same_goods_in_opposite_orders_never_wait_for_each_other()
    {
        var (a, b) = (await shop.Product(onHand: 1_000), await shop.Product(onHand: 1_000));
        var customers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n =>
            n % 3 == 0 ? shop.CustomerWith(a, b) : n % 3 == 1 ? shop.CustomerWith(b, a) : shop.CustomerWith(a)));

        var answers = await Task.WhenAll(customers.Select(customer => shop.Checkout(customer)))
            .WaitAsync(TimeSpan.FromSeconds(5));

        Assert.All(answers, answer => Assert.Null(answer.Error));
    }

    [Fact]
    public async Task A_database_that_is_away_refuses_and_holds_nothing_for_long()
    {
        var mug = await shop.Product(onHand: 3);
        var customer = await shop.CustomerWith(mug);

        shop.Link.Cut();
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => shop.Checkout(customer));
        }
        finally
        {
            shop.Link.Mend();
        }

        var order = await Retried(() => shop.Placed(customer));
        Assert.Equal(OrderStatus.Created, order.Status);
        Assert.Equal(2, (await shop.Stock(mug.Sku)).Available);
    }

    [Fact]
    public async Task An_order_that_another_process_placed_is_found_by_one_that_knew_of_none()
    {
        var order = await shop.Placed(await shop.CustomerWith(await shop.Product(onHand: 3)));
        var (twin, staff) = (Guid.CreateVersion7(), new Caller(Guid.CreateVersion7(), IsStaff: true));
        Assert.Equal(OrderErrors.NotFound, (await shop.Grains.Order(twin).View(staff)).Error);

        await shop.Database.Run($$"""
            insert into orders (id, version, state)
            select '{{twin}}', version, jsonb_set(state, '{reference}', '"{{twin}}"')
            from   orders
            where  id = '{{order.Id}}'
            """);

        Assert.Equal(order.Total, (await shop.Grains.Order(twin).View(staff)).Value!.Total);
    }

    [Fact]
    public async Task An_order_takes_what_it_sells_whatever_is_held_for_it()
    {
        var mug = await shop.Product(onHand: 10);
        var order = await shop.Placed(await shop.CustomerWith(mug));
        var stock = shop.Grains.Inventory(mug.Sku);
        await stock.Release(order.Id);
        await stock.Reserve(new ReserveStock(order.Id, 4, shop.Clock.GetUtcNow().AddDays(1)));

        await shop.Grains.Order(order.Id).Apply(new PaymentNews(
            "event", PaymentNewsKind.Succeeded, "sandbox", "payment", order.PaymentSessionId!, order.Total,
            order.Currency), isKept: true);

        var left = await shop.Stock(mug.Sku);
        Assert.Equal((10 - order.Items[0].Quantity, 0), (left.OnHand, left.Reserved));
    }

    [Fact]
    public async Task A_hold_that_no_order_was_written_for_is_given_back()
    {
        var mug = await shop.Product(onHand: 3);
        var nobody = Guid.CreateVersion7();
        var until = shop.Clock.GetUtcNow().AddDays(1);
        await shop.Grains.Inventory(mug.Sku).Reserve(new ReserveStock(nobody, 2, until));

        shop.Clock.Advance(TimeSpan.FromSeconds(31));
        await shop.Grains.Sweeper().Sweep();

        Assert.Equal(3, (await shop.Stock(mug.Sku)).Available);
    }

    private static async Task<T> Retried<T>(Func<Task<T>> action)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await action();
            }
            catch (Exception) when (tries < 50)
            {
                await Task.Delay(100);
            }
        }
    }
}
