namespace Shop.Orders;

/// <summary>Where a parcel can be followed.</summary>
internal static class Tracking
{
    /// <summary>The public pages of carriers that ship in many countries; the number goes at the end.</summary>
    private static readonly Dictionary<string, string> Pages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DHL"] = "https://www.dhl.com/en/express/tracking.html?AWB=",
        ["UPS"] = "https://www.ups.com/track?tracknum=",
        ["FedEx"] = "https://www.fedex.com/fedextrack/?trknbr=",
        ["USPS"] = "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
        ["DPD"] = "https://tracking.dpd.de/parcelstatus?query=",
        ["Royal Mail"] = "https://www.royalmail.com/track-your-item#/tracking-results/",
    };

    /// <summary>What staff gave, or the carrier's page; null when neither is known.</summary>
    public static string? LinkToTrack(this ShipOrder command) =>
        command.TrackingUrl
        ?? (command.TrackingNumber is { Length: > 0 } number && Pages.TryGetValue(command.Carrier.Trim(), out var page)
            ? page + Uri.EscapeDataString(number)
            : null);
}
