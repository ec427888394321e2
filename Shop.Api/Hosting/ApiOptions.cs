using System.Collections.Immutable;
using System.Net;
using Shop.Accounts;

namespace Shop.Hosting;

/// <summary>How the HTTP front is set up. Its host reads this from the settings.</summary>
public sealed record ApiOptions(
    EdgeOptions Edge, RateLimitOptions RateLimits, SellerOptions Seller, GoogleOptions Google);

/// <summary>Who sells.</summary>
/// <param name="Text">Who sells, as invoices say it; lines are parted by <c>|</c>.</param>
public sealed record SellerOptions([property: Setting("SHOP_SELLER")] string Text);

/// <summary>What stands between the shop and the world.</summary>
/// <param name="Origins">Whose pages may call the API from a browser, as <c>https://shop.example</c>.</param>
/// <param name="TrustedProxies">Whose word for the caller's address and scheme is taken.</param>
public sealed record EdgeOptions(
    [property: Setting("SHOP_CORS_ORIGINS")] ImmutableArray<string> Origins,
    [property: Setting("SHOP_TRUSTED_PROXIES")] ImmutableArray<IPNetwork> TrustedProxies);

/// <summary>How much one caller may ask of one node.</summary>
/// <param name="Anonymous">Requests an hour from a network address of which nobody has signed in.</param>
/// <param name="Customer">Requests an hour of a customer.</param>
/// <param name="Staff">Requests an hour of a seller or an admin.</param>
/// <param name="Login">Attempts an hour to sign in or to register, from a network address.</param>
/// <param name="Codes">One-time codes asked for or tried in an hour, from a network address.</param>
/// <param name="Checkout">Orders placed in an hour by an account.</param>
public sealed record RateLimitOptions(
    [property: Setting("SHOP_RATE_LIMIT_ANONYMOUS")] int Anonymous,
    [property: Setting("SHOP_RATE_LIMIT_CUSTOMER")] int Customer,
    [property: Setting("SHOP_RATE_LIMIT_STAFF")] int Staff,
    [property: Setting("SHOP_RATE_LIMIT_LOGIN")] int Login,
    [property: Setting("SHOP_RATE_LIMIT_CODES")] int Codes,
    [property: Setting("SHOP_RATE_LIMIT_CHECKOUT")] int Checkout);
