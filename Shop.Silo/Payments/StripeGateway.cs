using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shop.Payments;

/// <summary>Stripe, by Checkout Sessions: the customer pays on Stripe's page.</summary>
internal sealed class StripeGateway(StripeClient stripe, StripeOptions options, TimeProvider clock) : IPaymentGateway
{
    /// <summary>Stripe takes 30 minutes to 24 hours; the shop ends a session itself when its own time is up.</summary>
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(31);
    private static readonly TimeSpan LongestSession = TimeSpan.FromMinutes((24 * 60) - 1);

    /// <summary>Stripe forgets idempotency keys after a day; a refund that waited long is looked for first.</summary>
    private static readonly TimeSpan KeysHold = TimeSpan.FromHours(12);

    public string Name => "stripe";

    public bool TakesOrders => true;

    public bool Knows(string sessionId) =>
        sessionId.StartsWith("cs_", StringComparison.Ordinal)
        && sessionId.Length < 200 && sessionId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    public async Task<Result<PaymentSession>> Open(PaymentRequest request)
    {
        var form = StripeForm.Of(request, ExpiryOf(request), options.ReturnUrl);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('&', form)));
        var key = $"{request.OrderId:N}-{request.Attempt}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
        var opened = await stripe.Post("/v1/checkout/sessions", form, key);
        return opened.Error is { } refused
            ? refused
            : new PaymentSession(Name, opened.Value.Text("id")!, opened.Value.Text("url")!);
    }

    public async Task<Result<ReceivedEvent>> Ask(string sessionId)
    {
        var asked = await stripe.Get($"/v1/checkout/sessions/{sessionId}");
        return asked.Error switch
        {
            null => StripeEvent.OfSession($"ask_{sessionId}", asked.Value),
            { Kind: ErrorKind.Unavailable } away => away,
            _ => PaymentErrors.SessionUnknown,
        };
    }

    public async Task<Result<ReceivedEvent>> Close(string sessionId)
    {
        var closed = await stripe.Post($"/v1/checkout/sessions/{sessionId}/expire", [], $"expire-{sessionId}");
        return closed.Error switch
        {
            null => StripeEvent.OfSession($"close_{sessionId}", closed.Value),
            { Kind: ErrorKind.Unavailable } away => away,
            _ => await Ask(sessionId),
        };
    }

    public Result<ReceivedEvent> Read(IncomingWebhook webhook)
    {
        var body = ImmutableCollectionsMarshal.AsArray(webhook.Body)!;
        return TimedSignature.Fits(webhook.Signature, body, options.WebhookSecrets, clock.GetUtcNow())
            ? StripeEvent.Read(body)
            : PaymentErrors.SignatureWrong;
    }

    public async Task<Result<ProviderRefund>> Refund(Guid orderId, RefundRecord refund)
    {
        if (clock.GetUtcNow() - refund.At > KeysHold)
        {
            var known = await Find(refund);
            if (known.Error is { } away)
                return away;
            if (known.Value is { ValueKind: JsonValueKind.Object } found)
                return RefundOf(found);
        }

        var sent = await stripe.Post("/v1/refunds", StripeForm.Of(orderId, refund), $"{refund.Id:N}");
        return sent.Error is { } refused ? refused : RefundOf(sent.Value);
    }

    public async IAsyncEnumerable<ProviderCharge> Charges(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken stop)
    {
        var period = $"created[gte]={from.ToUnixTimeSeconds()}&created[lt]={until.ToUnixTimeSeconds()}";
        for (var after = ""; after is not null;)
        {
            stop.ThrowIfCancellationRequested();
            var page = await stripe.Get($"/v1/charges?{period}&limit=100{after}");
            if (page.Error is { } away)
                throw new UnavailableException(away.Title, new HttpRequestException(away.Detail));

            var charges = page.Value.Part("data").EnumerateArray().ToList();
            foreach (var charge in charges.Where(charge => charge.Text("status") == "succeeded"))
                yield return StripeEvent.ChargeOf(charge);

            after = page.Value.Part("has_more").GetBoolean() ? $"&starting_after={charges[^1].Text("id")}" : null;
        }
    }

    private string ExpiryOf(PaymentRequest request)
    {
        var now = clock.GetUtcNow();
        var wanted = request.ExpiresAt - now;
        var length = wanted < ShortestSession ? ShortestSession : wanted > LongestSession ? LongestSession : wanted;
        return (now + length).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    private async Task<Result<JsonElement>> Find(RefundRecord refund)
    {
        var list = await stripe.Get($"/v1/refunds?payment_intent={Uri.EscapeDataString(refund.PaymentRef)}&limit=100");
        return list.Error is { } away
            ? away
            : list.Value.Part("data").EnumerateArray()
                .FirstOrDefault(one => one.Part("metadata").Id("refund_id") == refund.Id);
    }

    private static ProviderRefund RefundOf(JsonElement refund) => new(
        refund.Text("id")!, StripeEvent.StatusOf(refund), refund.Text("failure_reason"));
}
