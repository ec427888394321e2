using System.Text.Json.Serialization;
using Shop.Accounts;

namespace Shop.Orders;

/// <summary>
/// What is left of an order when its buyer's account is gone: what was sold, for how much, and into which country.
/// The books need that; the rest is the person's.
/// </summary>
public sealed partial record Order
{
    [JsonIgnore] public bool IsForgotten => IsStored && Email.Length == 0;

    /// <summary>Null while it is under way, there or back: a parcel needs its address.</summary>
    public Order? Forgotten(DateTimeOffset now)
    {
        var isUnderWay = Status is OrderStatus.Created or OrderStatus.Processing or OrderStatus.Shipped;
        var isComingBack = Returns.Any(back => back.Status is ReturnStatus.Requested or ReturnStatus.Approved);
        if (isUnderWay || isComingBack || Next is not OrderStep.None)
            return null;

        var forgotten = this with
        {
            Email = "",
            CustomerName = "",
            ShippingAddress = CountryOf(ShippingAddress),
            BillingAddress = CountryOf(BillingAddress),
            Shipment = Shipment is null ? null : Shipment with { TrackingNumber = null, TrackingUrl = null },
            Returns = [.. Returns.Select(back => back with { Reason = "" })],
            Timeline = [.. Timeline.Select(entry => entry.By == CustomerId ? entry with { Note = null } : entry)],
        };
        return forgotten.Moved(now, "buyer_forgotten");
    }

    private static PostalAddress? CountryOf(PostalAddress? address) =>
        address is null ? null : new("", "", null, "", null, null, address.Country);
}
