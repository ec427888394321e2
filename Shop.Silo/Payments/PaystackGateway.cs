using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shop.Payments;

/// <summary>Paystack, by its hosted page.</summary>
internal sealed class PaystackGateway(PaystackClient paystack, PaystackOptions options) : IPaymentGateway
{
    public string Name => "paystack";

    public bool TakesOrders => true;

    public bool Knows(string sessionId) => PaystackReference.OrderOf(sessionId) is not null;

    public async Task<Result<PaymentSession>> Open(PaymentRequest request)
    {
        var reference = PaystackReference.New(request.OrderId, request.Attempt);
        var opened = await paystack.Post("/transaction/initialize", new
        {
            request.Email,
            Amount = PaystackMoney.ToPaystack(request.Total, request.Currency),
            request.Currency,
            Reference = reference,
            CallbackUrl = options.ReturnUrl,
            Metadata = new { request.OrderId, OrderReference = request.Reference },
        });
        return opened.Error is { } refused
            ? refused
            : new PaymentSession(Name, reference, opened.Value.Part("data").Text("authorization_url")!);
    }

    public async Task<Result<ReceivedEvent>> Ask(string sessionId)
    {
        var asked = await paystack.Get($"/transaction/verify/{sessionId}");
        return asked.Error switch
        {
            null => PaystackEvent.OfTransaction($"ask_{sessionId}", asked.Value.Part("data")),
            { Kind: ErrorKind.Unavailable } away => away,
            _ => PaymentErrors.SessionUnknown,
        };
    }

    /// <summary>A transaction cannot be ended: a payment that comes later is late.</summary>
    public Task<Result<ReceivedEvent>> Close(string sessionId) => Ask(sessionId);

    public Result<ReceivedEvent> Read(IncomingWebhook webhook)
    {
        var body = ImmutableCollectionsMarshal.AsArray(webhook.Body)!;
        var mac = Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(options.SecretKey), body));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(webhook.Signature ?? ""), Encoding.ASCII.GetBytes(mac))
            ? PaystackEvent.Read(body)
            : PaymentErrors.SignatureWrong;
    }

    /// <remarks>
    /// Paystack would send the same refund twice. So it is asked first, and the shop's id of the refund is in a note.
    /// Nobody else sends refunds of this order: its grain does one thing at a time.
    /// </remarks>
    public async Task<Result<ProviderRefund>> Refund(Guid orderId, RefundRecord refund)
    {
        var known = await Find(refund);
        if (known.Error is { } away)
            return away;
        if (known.Value is { ValueKind: JsonValueKind.Object } found)
            return RefundOf(found);

        var sent = await paystack.Post("/refund", new
        {
            Transaction = refund.PaymentRef,
            Amount = PaystackMoney.ToPaystack(refund.Amount, refund.Currency),
            refund.Currency,
            CustomerNote = refund.Reason,
            MerchantNote = $"{refund.Id}",
        });
        return sent.Error is { } refused ? refused : RefundOf(sent.Value.Part("data"));
    }

    public async IAsyncEnumerable<ProviderCharge> Charges(
        DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken stop)
    {
        var refunded = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var refund in Pages($"/refund?from={Time(from)}", stop))
        {
            if (refund.Text("transaction_reference") is { } reference && refund.Text("status") != "failed")
                refunded[reference] = refunded.GetValueOrDefault(reference) + refund.Number("amount");
        }

        await foreach (var paid in Pages($"/transaction?status=success&from={Time(from)}&to={Time(until)}", stop))
            yield return PaystackEvent.ChargeOf(paid, refunded.GetValueOrDefault(paid.Text("reference") ?? ""));
    }

    private async IAsyncEnumerable<JsonElement> Pages(
        string path, [EnumeratorCancellation] CancellationToken stop)
    {
        for (long page = 1, pages = 1; page <= pages; page++)
        {
            stop.ThrowIfCancellationRequested();
            var answer = await paystack.Get($"{path}&perPage=100&page={page}");
            if (answer.Error is { } away)
                throw new UnavailableException(away.Title, new HttpRequestException(away.Detail));

            foreach (var one in answer.Value.Part("data").EnumerateArray())
                yield return one;

            pages = answer.Value.Part("meta").Number("pageCount");
        }
    }

    private async Task<Result<JsonElement>> Find(RefundRecord refund)
    {
        var list = await paystack.Get($"/refund?transaction={Uri.EscapeDataString(refund.PaymentRef)}&perPage=100");
        return list.Error is { } away
            ? away
            : list.Value.Part("data").EnumerateArray()
                .FirstOrDefault(one => one.Text("merchant_note") == $"{refund.Id}");
    }

    private static ProviderRefund RefundOf(JsonElement refund) => new(
        refund.Text("id") ?? "",
        refund.Text("status") switch
        {
            "processed" => RefundStatus.Succeeded,
            "failed" => RefundStatus.Failed,
            _ => RefundStatus.Pending,
        });

    private static string Time(DateTimeOffset at) => Uri.EscapeDataString(
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
}
