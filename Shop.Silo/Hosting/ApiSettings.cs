using System.Net;
using Shop.Accounts;

namespace Shop.Hosting;

/// <summary>Reads how the HTTP front is set up.</summary>
internal static class ApiSettings
{
    /// <summary>Who tries things out should not run into a limit.</summary>
    private const int Generous = 1_000_000;

    private const int MostAnHour = 1_000_000_000;

    public static ApiOptions Read(IConfiguration source, bool isProduction) =>
        new(
            ReadEdge(source), ReadLimits(source, isProduction), new(source.Text("SHOP_SELLER", "Shop")),
            ReadGoogle(source));

    private static EdgeOptions ReadEdge(IConfiguration source) => new(
        source.List("SHOP_CORS_ORIGINS", Origin, "origins without a path, as https://shop.example"),
        source.List("SHOP_TRUSTED_PROXIES", Network, "addresses or networks, as 10.0.0.1 or 10.0.0.0/8"));

    private static GoogleOptions ReadGoogle(IConfiguration source)
    {
        var google = new GoogleOptions(
            source.Text("SHOP_GOOGLE_CLIENT_ID"), source.Text("SHOP_GOOGLE_CLIENT_SECRET"),
            source.Url("SHOP_GOOGLE_ISSUER", GoogleOptions.UsualIssuer));
        return google.IsOn && google.ClientSecret is null
            ? throw new CannotStartException("SHOP_GOOGLE_CLIENT_SECRET is missing: SHOP_GOOGLE_CLIENT_ID is set.")
            : google;
    }

    private static RateLimitOptions ReadLimits(IConfiguration source, bool isProduction)
    {
        return new(
            Limit("SHOP_RATE_LIMIT_ANONYMOUS", 100),
            Limit("SHOP_RATE_LIMIT_CUSTOMER", 1_000),
            Limit("SHOP_RATE_LIMIT_STAFF", 5_000),
            Limit("SHOP_RATE_LIMIT_LOGIN", 30),
            Limit("SHOP_RATE_LIMIT_CODES", 20),
            Limit("SHOP_RATE_LIMIT_CHECKOUT", 60));

        int Limit(string name, int usual) =>
            source.Number(name, isProduction ? usual : Generous, least: 1, most: MostAnHour);
    }

    private static string? Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text
            ? text
            : null;

    private static IPNetwork? Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
