using Shop.Accounts;

namespace Shop.Orders;

/// <param name="CustomerId">Whose cart it is.</param>
/// <param name="Fingerprint">Of the request: the same key with another request is refused.</param>
/// <param name="ExpectedTotal">What the buyer saw, in minor units; another total is refused. Null: not checked.</param>
/// <param name="Currency">What the buyer saw; another currency is refused. Null: not checked.</param>
/// <param name="Provider">The payment provider, or null for the shop's first.</param>
/// <param name="ShippingAddressId">From the address book, or null for the default one, if any.</param>
/// <param name="BillingAddressId">From the address book, or null for the default one, if any.</param>
/// <param name="ShippingAddress">Instead of one from the address book.</param>
[GenerateSerializer, Immutable, Alias("orders.PlaceOrder")]
public sealed record PlaceOrder(
    Guid CustomerId, string Fingerprint, long? ExpectedTotal, string? Currency, string? Provider,
    Guid? ShippingAddressId, Guid? BillingAddressId, PostalAddress? ShippingAddress);

/// <param name="Provider">Who takes the payment; null: who took it before.</param>
[GenerateSerializer, Immutable, Alias("orders.PayAgain")]
public sealed record PayAgain(Caller Caller, string? Provider = null);

/// <param name="Version">The version the caller saw, or null when the caller does not care.</param>
[GenerateSerializer, Immutable, Alias("orders.CancelOrder")]
public sealed record CancelOrder(Caller Caller, string? Reason, long? Version);

/// <param name="Carrier">Who carries it.</param>
/// <param name="TrackingNumber">The carrier's number, if it has one.</param>
/// <param name="TrackingUrl">Where to follow it; left out, it follows from carrier and number where known.</param>
[GenerateSerializer, Immutable, Alias("orders.ShipOrder")]
public sealed record ShipOrder(
    Caller Caller, string Carrier, string? TrackingNumber, long? Version, string? TrackingUrl = null);

[GenerateSerializer, Immutable, Alias("orders.CompleteOrder")]
public sealed record CompleteOrder(Caller Caller, long? Version);
