namespace Shop.Inventory;

/// <summary>
/// The stock of one SKU, and the only one who decides over it. The key is <c>sku/</c> and the SKU.
/// Every command may be repeated: it is known by its order's or its own id, and a repeat meets the first answer.
/// </summary>
[Alias("inventory.IInventoryGrain")]
public interface IInventoryGrain : IGrainWithStringKey
{
    /// <summary>What is there now, from memory.</summary>
    [Alias("View")]
    Task<Result<StockView>> View();

    /// <summary>Says from memory whether an order would be refused for want of stock. Holds nothing.</summary>
    [Alias("Refuses")]
    Task<Error?> Refuses(Guid orderId, int quantity);

    /// <summary>Claims the SKU for a variant, with its first stock. Another variant's claim is refused.</summary>
    [Alias("Open")]
    Task<Result<StockView>> Open(OpenStock command);

    /// <summary>Holds stock for an order. Sold out is answered from memory.</summary>
    [Alias("Reserve")]
    Task<Error?> Reserve(ReserveStock command);

    /// <summary>Takes what the order holds out of the stock, for good: it was paid for.</summary>
    /// <param name="quantity">What the order sells: no more and no less is taken.</param>
    /// <returns>
    /// <see cref="InventoryErrors.ReservationGone"/> when the order holds nothing and never took;
    /// <see cref="InventoryErrors.ReservationDiffers"/> when it holds another quantity.
    /// </returns>
    [Alias("Commit")]
    Task<Error?> Commit(Guid orderId, int quantity);

    /// <summary>Gives back what the order holds. Nothing held is no fault.</summary>
    [Alias("Release")]
    Task Release(Guid orderId);

    /// <summary>Says whether the order took stock that was not put back.</summary>
    [Alias("HasTaken")]
    Task<bool> HasTaken(Guid orderId);

    /// <summary>Puts back what the order took, in the quantity it took.</summary>
    [Alias("Restock")]
    Task Restock(Guid orderId);

    /// <summary>Changes the count by hand, while sales go on.</summary>
    [Alias("Adjust")]
    Task<Result<StockView>> Adjust(AdjustStock command);

    /// <summary>At or below this many available, staff are told once. Null turns it off.</summary>
    [Alias("SetLowStockThreshold")]
    Task<Result<StockView>> SetLowStockThreshold(int? threshold);
}

/// <param name="ProductId">The product whose variant it is.</param>
/// <param name="VariantId">The variant that owns the SKU from now on.</param>
/// <param name="OnHand">Units in the warehouse at the start.</param>
[GenerateSerializer, Immutable, Alias("inventory.OpenStock")]
public sealed record OpenStock(Guid ProductId, Guid VariantId, int OnHand);

/// <param name="OrderId">Names the hold. One order holds a SKU once.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Until">When the hold ends by itself, if the order did not end it before.</param>
[GenerateSerializer, Immutable, Alias("inventory.ReserveStock")]
public sealed record ReserveStock(Guid OrderId, int Quantity, DateTimeOffset Until);

/// <param name="CommandId">Names the change, so that a repeat changes nothing.</param>
/// <param name="Kind">How <paramref name="Quantity"/> is meant.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Reason">For the ledger, in the words of whoever did it.</param>
/// <param name="By">The member of staff.</param>
[GenerateSerializer, Immutable, Alias("inventory.AdjustStock")]
public sealed record AdjustStock(Guid CommandId, StockChange Kind, int Quantity, string Reason, Guid By);

/// <summary>How a quantity changes the count on hand.</summary>
public enum StockChange
{
    /// <summary>Adds the quantity, which may be negative: loss, theft, a miscount.</summary>
    Adjust = 0,

    /// <summary>Makes it the count: stock-taking.</summary>
    Set = 1,

    /// <summary>Adds the quantity, which is positive: goods came in.</summary>
    Receive = 2,
}

/// <param name="Sku">Upper case.</param>
/// <param name="ProductId">The product whose variant it is.</param>
/// <param name="VariantId">The variant that owns the SKU.</param>
/// <param name="OnHand">Units in the warehouse.</param>
/// <param name="Reserved">Units of those that open orders hold.</param>
/// <param name="LowStockThreshold">Units available at which staff are told, or null.</param>
/// <param name="Version">Grows by one with every movement.</param>
[GenerateSerializer, Immutable, Alias("inventory.StockView")]
public sealed record StockView(
    string Sku, Guid ProductId, Guid VariantId, int OnHand, int Reserved, int? LowStockThreshold, long Version)
    : IVersioned
{
    /// <summary>Units that can still be bought. The one number that is shown everywhere.</summary>
    public int Available => OnHand - Reserved;
}

public static class InventoryErrors
{
    public static readonly Error SkuUnknown =
        Error.NotFound("sku_unknown", "No stock is kept under this SKU.");

    public static readonly Error SkuTaken =
        Error.Conflict("sku_taken", "Another variant owns this SKU.");

    public static readonly Error ReservationGone =
        Error.Conflict("reservation_gone", "The order no longer holds this stock.");

    public static readonly Error QuantityOutOfRange =
        Error.Invalid("quantity_out_of_range", "The quantity is outside what is accepted.", field: "quantity");

    public static readonly Error ReservationDiffers =
        Error.Conflict("reservation_differs", "The order already holds another quantity of this SKU.");

    public static readonly Error OnHandBelowReserved =
        Error.Conflict("on_hand_below_reserved", "Fewer units than open orders hold cannot be on hand.");

    public static readonly Error Busy =
        Error.Unavailable("stock_busy", "Too many want this at the moment.", "Nothing was done. Come back soon.");

    /// <summary>Says how many are left, so that the buyer can choose.</summary>
    public static Error OutOfStock(string sku, int left) =>
        Error.Conflict("out_of_stock", "There is not enough in stock.") with
        {
            Faults = [new Fault(sku, left == 0 ? "sold_out" : "short_of_stock", $"{left} left of {sku}.", left)],
        };
}

public static class InventoryKeys
{
    private const string Prefix = "sku/";

    /// <summary>The prefix keeps SKUs that look like hexadecimal numbers apart in Orleans' storage.</summary>
    public static IInventoryGrain Inventory(this IGrainFactory grains, string sku) =>
        grains.GetGrain<IInventoryGrain>(Prefix + sku.ToUpperInvariant());

    /// <summary>The SKU that a key names.</summary>
    public static string Sku(string key) => key[Prefix.Length..];
}
