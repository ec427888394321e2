namespace Shop.Hosting;

/// <summary>How much may wait here before the shop says that it is full.</summary>
internal static class AdmissionSettings
{
    private const int Most = 1_000_000;

    private static readonly AdmissionLimits Usual = new();

    public static AdmissionLimits Read(IConfiguration source) => new(
        source.Number("SHOP_MAX_REQUESTS", Usual.Requests, least: 1, Most),
        source.Number("SHOP_MAX_REQUESTS_PER_CUSTOMER", Usual.PerCustomer, least: 1, Most));
}
