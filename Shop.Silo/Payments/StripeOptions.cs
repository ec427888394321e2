using System.Collections.Immutable;
using Shop.Hosting;

namespace Shop.Payments;

/// <summary>Settings of Stripe.</summary>
/// <param name="SecretKey">Stripe takes payments; as <c>sk_live_…</c>, or a restricted key.</param>
/// <param name="WebhookSecrets">
/// What Stripe signs its webhooks with, separated by commas. Every one is good, so that one can follow another.
/// </param>
/// <param name="Url">Of Stripe's API.</param>
/// <param name="ReturnUrl">The page of your shop that the browser of who has paid comes back to.</param>
internal sealed record StripeOptions(
    [property: Setting("SHOP_STRIPE_SECRET_KEY")] string SecretKey,
    [property: Setting("SHOP_STRIPE_WEBHOOK_SECRETS")] ImmutableArray<string> WebhookSecrets,
    [property: Setting("SHOP_STRIPE_URL")] string Url,
    [property: Setting("SHOP_PAYMENT_RETURN_URL")] string ReturnUrl)
{
    /// <summary>The one place that says which API is spoken. Webhook endpoints are set to the same.</summary>
    public const string ApiVersion = "2025-09-30.clover";

    /// <summary>Null when there is no key: then there is no Stripe.</summary>
    /// <exception cref="CannotStartException">A setting is wrong; it is named.</exception>
    public static StripeOptions? Read(IConfiguration settings)
    {
        if (settings.Text("SHOP_STRIPE_SECRET_KEY") is not { } key)
            return null;
        if (!key.StartsWith("sk_", StringComparison.Ordinal) && !key.StartsWith("rk_", StringComparison.Ordinal))
            throw new CannotStartException("SHOP_STRIPE_SECRET_KEY is wrong: it starts with sk_ or rk_.");

        var secrets = settings.Secret("SHOP_STRIPE_WEBHOOK_SECRETS", "whsec_");
        return new(
            key, [.. secrets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            settings.Url("SHOP_STRIPE_URL", "https://api.stripe.com"), ReturnUrlOf(settings));
    }

    public static string ReturnUrlOf(IConfiguration settings) =>
        settings.Url("SHOP_PAYMENT_RETURN_URL", "http://127.0.0.1:5080/checkout/done");

    public override string ToString() => Url;
}
