using System.Collections.Immutable;
using Shop.Accounts;
using Shop.Carts;
using Shop.Catalog;
using Shop.Inventory;
using Shop.Orders;

namespace Shop.Testing;

/// <summary>The shop spoken to through its grains.</summary>
public class ShopCluster : ShopFixture
{
    private static readonly Caller Staff = new(Guid.CreateVersion7(), IsStaff: true);

    /// <summary>A product of one variant, and its SKU.</summary>
    public async Task<(Guid Id, string Sku)> Product(int onHand, long price = 1_000)
    {
        var id = Guid.CreateVersion7();
        var sku = $"T-{id:N}".ToUpperInvariant();
        var details = new ProductDetails($"Mug {id:N}", null, "", null, [], "USD", price, true, false, null, []);
        var plain = new VariantDetails(null, null, ImmutableSortedDictionary<string, string>.Empty, true);
        var variant = new NewVariant(sku, plain, onHand);
        var made = await Grains.Product(id).Create(Staff, new CreateProduct(details, [variant]));
        Assert.Null(made.Error);
        return (id, sku);
    }

    public async Task<Guid[]> Customers(int count)
    {
        var admitted = await Grains.Shoppers().Admit(count);
        return [.. admitted.Value.Select(shopper => shopper.UserId)];
    }

    /// <summary>A customer with one unit of each product in the cart.</summary>
    public async Task<Guid> CustomerWith(params (Guid Id, string Sku)[] products)
    {
        var customer = (await Customers(1))[0];
        await Fill(customer, products);
        return customer;
    }

    public async Task Fill(Guid customer, params (Guid Id, string Sku)[] products)
    {
        foreach (var (id, sku) in products)
        {
            var added = await Grains.Cart(customer).Add(new(Guid.CreateVersion7(), id, sku, null, 1));
            Assert.Null(added.Error);
        }
    }

    public async Task<Result<PlacedOrder>> Checkout(Guid customer, string key = "first") =>
        await Grains.Order(DerivedId.From(customer, key)).Place(
            new PlaceOrder(customer, "", null, null, null, null, null, null));

    /// <summary>An order that was placed without refusal.</summary>
    public async Task<OrderView> Placed(Guid customer, string key = "first")
    {
        var placed = await Checkout(customer, key);
        Assert.Null(placed.Error);
        return placed.Value!.Order;
    }

    public async Task<OrderView> Order(Guid id) => (await Grains.Order(id).View(Staff)).Value!;

    public async Task<StockView> Stock(string sku) => (await Grains.Inventory(sku).View()).Value!;

    /// <summary>Returns when the order has the status; fails when it does not get it in good time.</summary>
    public async Task<OrderView> Eventually(Guid orderId, OrderStatus status)
    {
        for (var tries = 0; ; tries++)
        {
            var order = await Order(orderId);
            if (order.Status == status)
                return order;

            Assert.True(tries < 100, $"The order is {order.Status} and not {status}.");
            await Task.Delay(100);
        }
    }
}
