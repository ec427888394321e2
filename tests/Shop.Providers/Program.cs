using System.Runtime.InteropServices;
using Shop.Providers.Paystack;
using Shop.Providers.Stripe;

// By hand: `./shop providers [URL of the shop]`. Prints the settings with which the shop uses them.
var shop = args.FirstOrDefault() ?? "http://127.0.0.1:5080";
await using var stripe = new StripeServer();
await using var paystack = new PaystackServer();
await stripe.Start(5091);
await paystack.Start(5092);
stripe.Webhooks.Target = new Uri($"{shop}/api/v1/webhooks/stripe");
paystack.Webhooks.Target = new Uri($"{shop}/api/v1/webhooks/paystack");
Console.WriteLine($"""
    A small Stripe and a small Paystack. Where you say `./shop up` and `./shop reconcile`, say first:

    export SHOP_STRIPE_URL={stripe.Url} SHOP_STRIPE_SECRET_KEY={stripe.SecretKey} \
      SHOP_STRIPE_WEBHOOK_SECRETS={stripe.WebhookSecret} \
      SHOP_PAYSTACK_URL={paystack.Url} SHOP_PAYSTACK_SECRET_KEY={paystack.SecretKey}

    Their webhooks go to {shop}. A fault, and webhooks that are kept back, for example:
    curl {stripe.Url}/_faults -d '{"{"}"call": "POST /v1/checkout/sessions", "fault": "ErrorAfter", "times": 1{"}"}'
    curl {stripe.Url}/_faults -d '{"{"}"held": true{"}"}'

    Ctrl-C stops them.
    """);
var stopped = new TaskCompletionSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
await stopped.Task;
