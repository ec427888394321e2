using Shop.Hosting;

namespace Shop.Payments;

/// <summary>Settings of Paystack. Its API has one version, which its address names by having none.</summary>
/// <param name="SecretKey">As <c>sk_live_…</c>; webhooks are signed with it, too.</param>
/// <param name="Url">Of its API.</param>
/// <param name="ReturnUrl">Where the customer's browser comes back to.</param>
internal sealed record PaystackOptions(string SecretKey, string Url, string ReturnUrl)
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
