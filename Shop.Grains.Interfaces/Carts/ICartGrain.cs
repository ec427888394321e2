using System.Collections.Immutable;

namespace Shop.Carts;

/// <summary>One customer's cart. The key is the customer's user id.</summary>
[Alias("carts.ICartGrain")]
public interface ICartGrain : IGrainWithGuidKey
{
    /// <summary>The cart at today's prices and stock.</summary>
    [Alias("View")]
    Task<CartView> View();

    /// <summary>
    /// What a new order would be refused for: too little is left. Answered from memory, so that a crowd that comes too
    /// late costs the database nothing. Null when the order must be asked: it may exist, or there may be enough.
    /// </summary>
    [Alias("Refuses")]
    Task<Error?> Refuses(Guid orderId);

    /// <summary>The bare lines, for an order that is made of them and asks prices and stock itself.</summary>
    [Alias("Lines")]
    Task<ImmutableArray<CartLine>> Lines(Guid orderId);

    /// <summary>Adds to the line of this SKU, or starts one.</summary>
    [Alias("Add")]
    Task<Result<CartView>> Add(AddToCart command);

    /// <param name="lineId">The line.</param>
    /// <param name="quantity">Units from now on.</param>
    /// <param name="version">The version the caller saw, or null when the caller does not care.</param>
    [Alias("SetQuantity")]
    Task<Result<CartView>> SetQuantity(Guid lineId, int quantity, long? version);

    [Alias("Remove")]
    Task<Result<CartView>> Remove(Guid lineId, long? version);

    [Alias("Clear")]
    Task<Result<CartView>> Clear(long? version);

    /// <summary>What checkout would stumble over, named line by line. Empty when all is well.</summary>
    [Alias("Validate")]
    Task<ImmutableArray<Fault>> Validate();

    /// <summary>Takes out what an order bought. Done once an order, however often it is asked.</summary>
    [Alias("RemoveBought")]
    Task RemoveBought(Guid orderId, ImmutableArray<BoughtLine> lines);

    /// <summary>Leaves nothing of a cart whose customer's account is gone.</summary>
    [Alias("Forget")]
    Task Forget();
}

/// <param name="LineId">Names the line that is started, and the command: a repeat adds once.</param>
/// <param name="ProductId">The product.</param>
/// <param name="Sku">The variant's SKU. May be null when the product has but one, or the variant is named.</param>
/// <param name="VariantId">The variant, instead of its SKU.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Version">The version the caller saw, or null when the caller does not care.</param>
[GenerateSerializer, Immutable, Alias("carts.AddToCart")]
public sealed record AddToCart(
    Guid LineId, Guid ProductId, string? Sku, Guid? VariantId, int Quantity, long? Version = null);

/// <param name="UnitPrice">What it cost when it was added, in minor units: to tell when it was repriced.</param>
[GenerateSerializer, Immutable, Alias("carts.CartLine")]
public sealed record CartLine(Guid Id, Guid ProductId, string Sku, int Quantity, long UnitPrice, string Currency);

/// <summary>A quantity of a SKU that was paid for.</summary>
[GenerateSerializer, Immutable, Alias("carts.BoughtLine")]
public sealed record BoughtLine(string Sku, int Quantity);

/// <param name="Version">Changes with every change of the cart.</param>
/// <param name="Items">The lines.</param>
/// <param name="ItemCount">Units in all.</param>
/// <param name="Total">Of the lines that can be bought, in minor units.</param>
/// <param name="Currency">ISO 4217, or null when the cart is empty.</param>
[GenerateSerializer, Immutable, Alias("carts.CartView")]
public sealed record CartView(
    long Version, ImmutableArray<CartItemView> Items, int ItemCount, long Total, string? Currency) : IVersioned;

/// <param name="UnitPrice">Today's, in minor units.</param>
/// <param name="Available">Units that can be bought now.</param>
/// <param name="Problem">Why checkout would refuse this line as it stands, or null.</param>
[GenerateSerializer, Immutable, Alias("carts.CartItemView")]
public sealed record CartItemView(
    Guid Id, Guid ProductId, string Sku, string Name, string? VariantName, string? ImageUrl,
    int Quantity, long UnitPrice, long LineTotal, int Available, string? Problem);

public static class CartErrors
{
    public static readonly Error LineNotFound =
        Error.NotFound("cart_line_not_found", "The cart has no such line.");

    public static readonly Error Changed =
        Error.Stale("cart_changed", "The cart has changed since it was read.");

    public static readonly Error CurrencyMixed =
        Error.Conflict("cart_currency_mixed", "A cart holds products of one currency.");

    public static readonly Error ProductRequired =
        Error.Invalid("product_required", "Say which product.", field: "product_id");

    public static readonly Error VariantUnknown =
        Error.Invalid("variant_unknown", "The product has no such variant on sale.", field: "sku");

    public static readonly Error ProductInactive =
        Error.Conflict("product_inactive", "The product is not on sale.");

    public static readonly Error SkuRequired =
        Error.Invalid("sku_required", "The product has several variants; choose one.", field: "sku");

    public static Error QuantityOutOfRange(int most) =>
        Error.Invalid("quantity_out_of_range", "The quantity is outside what is accepted.",
            $"It is at least 1 and at most {most} of one SKU.", "quantity");

    public static Error TooManyLines(int most) =>
        Error.Conflict("cart_full", "A cart holds a limited number of lines.", $"It is {most}.");
}

public static class CartKeys
{
    public static ICartGrain Cart(this IGrainFactory grains, Guid customerId) =>
        grains.GetGrain<ICartGrain>(customerId);
}
