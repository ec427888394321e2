namespace Shop.Payments;

/// <summary>Where a customer pays.</summary>
/// <param name="Provider">As <c>sandbox</c>.</param>
/// <param name="Id">The provider's id of the session.</param>
/// <param name="Url">The provider's page; relative when the shop itself serves it.</param>
[GenerateSerializer, Immutable, Alias("payments.PaymentSession")]
public sealed record PaymentSession(string Provider, string Id, string Url);
