using Shop.Payments;

namespace Shop.Orders;

/// <summary>
/// One order, from checkout to its end, and the saga that gets it there. The key follows from the customer and the
/// checkout's idempotency key, so a repeated checkout meets the order it made.
/// </summary>
[Alias("orders.IOrderGrain")]
public interface IOrderGrain : IGrainWithGuidKey
{
    /// <summary>Turns the customer's cart into this order: stock first, then the order, then where to pay.</summary>
    [Alias("Place")]
    Task<Result<PlacedOrder>> Place(PlaceOrder command);

    /// <summary>Another customer's order is not found.</summary>
    [Alias("View")]
    Task<Result<OrderView>> View(Caller caller);

    /// <summary>
    /// Opens a new try after a declined payment, if the stock can be held again. Any provider may be chosen.
    /// </summary>
    [Alias("PayAgain")]
    Task<Result<OrderView>> PayAgain(PayAgain command);

    /// <summary>Before shipping. What was paid goes back.</summary>
    [Alias("Cancel")]
    Task<Result<OrderView>> Cancel(CancelOrder command);

    [Alias("Ship")]
    Task<Result<OrderView>> Ship(ShipOrder command);

    [Alias("Complete")]
    Task<Result<OrderView>> Complete(CompleteOrder command);

    /// <summary>What a payment provider says. Duplicates, late and re-ordered news do no harm.</summary>
    /// <param name="isKept">The news is stored, and told again until this has answered.</param>
    [Alias("Apply")]
    Task<Error?> Apply(PaymentNews news, bool isKept);

    /// <summary>What the sandbox's pay page shows. Knows no caller: whoever has the session may pay.</summary>
    [Alias("Payable")]
    Task<Result<PayableOrder>> Payable();

    /// <summary>Goes on where a crash or a clock left off: finishes the step at hand, or expires.</summary>
    [Alias("Resume")]
    Task Resume();

    /// <summary>Gives back a hold that no order was written for.</summary>
    [Alias("ReleaseOrphan")]
    Task ReleaseOrphan(string sku);
}
