using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shop.Providers;
using Shop.Providers.Paystack;
using Shop.Providers.Stripe;

namespace Shop.Payments;

/// <summary>A shop that takes payments through Stripe and Paystack, each a server of its own.</summary>
public class ProviderShop : ShopHost
{
    /// <summary>A secret of the same webhook endpoint, on its way in or out.</summary>
    public const string OtherSecret = "whsec_the_other_one";

    private readonly StripeServer stripe = new();
    private readonly PaystackServer paystack = new();

    public ProviderShop() => (stripe.Clock, paystack.Clock) = (Clock, Clock);

    public StripeServer Stripe => stripe;

    public PaystackServer Paystack => paystack;

    public ProviderServer Provider(string name) => name == "stripe" ? stripe : paystack;

    /// <summary>What the provider has given back of a payment, in minor units, and in how many refunds.</summary>
    public (int Count, long Sum) GivenBack(string name) => name == "stripe"
        ? (stripe.Books.Refunds.Count, stripe.Books.Refunds.Sum(one => (long)one["amount"]!))
        : (paystack.Books.Refunds.Count, paystack.Books.Refunds.Sum(one => (long)one["amount"]!));

    /// <summary>How many refunds the provider has sent of one payment; a sandbox has none to send.</summary>
    public int GivenBack(string name, string payment) => name == "stripe"
        ? stripe.Books.Refunds.Count(one => (string?)one["payment_intent"] == payment)
        : paystack.Books.Refunds.Count(one => (string?)one["transaction_reference"] == payment);

    protected override async Task Starting()
    {
        await stripe.Start();
        await paystack.Start();
        Settings["SHOP_STRIPE_SECRET_KEY"] = stripe.SecretKey;
        Settings["SHOP_STRIPE_WEBHOOK_SECRETS"] = $"{stripe.WebhookSecret}, {OtherSecret}";
        Settings["SHOP_STRIPE_URL"] = stripe.Url;
        Settings["SHOP_PAYSTACK_SECRET_KEY"] = paystack.SecretKey;
        Settings["SHOP_PAYSTACK_URL"] = paystack.Url;
    }

    protected override async Task Stopped()
    {
        await stripe.DisposeAsync();
        await paystack.DisposeAsync();
    }

    protected override void Compose(WebApplicationBuilder builder)
    {
        base.Compose(builder);
        builder.Services.AddSingleton(new ProviderPatience(
            TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(0.5)));
    }

    protected override void Started()
    {
        var shop = $"{Application.Urls.Single()}/api/v1/webhooks";
        stripe.Webhooks.Target = new Uri($"{shop}/stripe");
        paystack.Webhooks.Target = new Uri($"{shop}/paystack");
    }
}
