namespace Shop.Accounts;

/// <summary>Sign-in with Google, or with another server that speaks OpenID Connect.</summary>
/// <param name="ClientId">What the shop is called there; sign-in with Google is off when it is not set.</param>
/// <param name="ClientSecret">By which the shop proves that it is.</param>
/// <param name="Issuer">The server; only to try things out is it another than Google's.</param>
public sealed record GoogleOptions(
    [property: Setting("SHOP_GOOGLE_CLIENT_ID")] string? ClientId,
    [property: Setting("SHOP_GOOGLE_CLIENT_SECRET")] string? ClientSecret,
    [property: Setting("SHOP_GOOGLE_ISSUER")] string Issuer)
{
    public const string UsualIssuer = "https://accounts.google.com";

    public bool IsOn => ClientId is not null;

    public override string ToString() => Issuer;
}
