using Shop.Hosting;

namespace Shop.Payments;

/// <summary>Settings of Paystack. Its API has one version, which its address names by having none.</summary>
/// <param name="SecretKey">Paystack takes payments; as <c>sk_live_…</c>. Webhooks are signed with it, too.</param>
/// <param name="Url">Of Paystack's API.</param>
/// <param name="ReturnUrl">Where the customer's browser comes back to.</param>
internal sealed record PaystackOptions(
    [property: Setting("SHOP_PAYSTACK_SECRET_KEY")] string SecretKey,
    [property: Setting("SHOP_PAYSTACK_URL")] string Url,
    string ReturnUrl)
{
    /// <summary>Null when there is no key: then there is no Paystack.</summary>
    /// <exception cref="CannotStartException">A setting is wrong; it is named.</exception>
    public static PaystackOptions? Read(IConfiguration settings) =>
        settings.Text("SHOP_PAYSTACK_SECRET_KEY") is null
            ? null
            : new(
                settings.Secret("SHOP_PAYSTACK_SECRET_KEY", "sk_"),
                settings.Url("SHOP_PAYSTACK_URL", "https://api.paystack.co"), StripeOptions.ReturnUrlOf(settings));

    public override string ToString() => Url;
}
