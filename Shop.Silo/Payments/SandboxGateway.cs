using System.Runtime.InteropServices;
using System.Text.Json;

namespace Shop.Payments;

/// <summary>The provider that comes with the shop. Its webhooks are signed as Stripe signs its own.</summary>
internal sealed class SandboxGateway(SandboxOptions options, IGrainFactory grains, TimeProvider clock) : IPaymentGateway
{
    public string Name => "sandbox";

    public bool TakesOrders => options.TakesOrders;

    public bool Knows(string sessionId) => SandboxSession.OrderOf(sessionId) is not null;

    /// <summary>The session follows from the order and the try: nothing is asked, nothing is stored.</summary>
    public Task<Result<PaymentSession>> Open(PaymentRequest request)
    {
        var id = SandboxSession.Id(request.OrderId, request.Attempt);
        return Task.FromResult<Result<PaymentSession>>(new PaymentSession(Name, id, $"/sandbox/pay/{id}"));
    }

    public async Task<Result<ReceivedEvent>> Ask(string sessionId)
    {
        var orderId = SandboxSession.OrderOf(sessionId)!.Value;
        var standing = await grains.SandboxPayment(sessionId).Standing();
        var news = new PaymentNews(
            $"ask_{sessionId}", KindOf(standing.Outcome), Name, SandboxSession.PaymentOf(sessionId), sessionId,
            standing.Amount, standing.Currency, standing.Outcome is SandboxOutcome.Decline ? "Declined." : null);
        return new ReceivedEvent(orderId, news);
    }

    /// <summary>Its pay page looks at the order, so that there is nothing to end. The order is the caller.</summary>
    public Task<Result<ReceivedEvent>> Close(string sessionId) => Task.FromResult<Result<ReceivedEvent>>(
        new ReceivedEvent(SandboxSession.OrderOf(sessionId), new PaymentNews(
            $"close_{sessionId}", PaymentNewsKind.SessionExpired, Name, "", sessionId, 0, "")));

    public Result<ReceivedEvent> Read(IncomingWebhook webhook)
    {
        var body = ImmutableCollectionsMarshal.AsArray(webhook.Body)!;
        if (!TimedSignature.Fits(webhook.Signature, body, [options.WebhookSecret], clock.GetUtcNow()))
            return PaymentErrors.SignatureWrong;

        try
        {
            return JsonSerializer.Deserialize<SandboxEvent>(body, ShopJson.Options) is { Id: not null } news
                ? new ReceivedEvent(news.OrderId, NewsOf(news))
                : PaymentErrors.WebhookMalformed;
        }
        catch (JsonException)
        {
            return PaymentErrors.WebhookMalformed;
        }
    }

    /// <summary>There is no money to send back.</summary>
    public Task<Result<ProviderRefund>> Refund(Guid orderId, RefundRecord refund) =>
        Task.FromResult<Result<ProviderRefund>>(new ProviderRefund($"back_{refund.Id:N}", RefundStatus.Succeeded));

    /// <summary>It keeps no books.</summary>
    public IAsyncEnumerable<ProviderCharge>? Charges(
        DateTimeOffset from, DateTimeOffset until, CancellationToken stop) => null;

    /// <summary>The header for a body that is sent now.</summary>
    public string Sign(byte[] body) => TimedSignature.Sign(body, options.WebhookSecret, clock.GetUtcNow());

    private static PaymentNewsKind KindOf(SandboxOutcome? outcome) => outcome switch
    {
        SandboxOutcome.Pay => PaymentNewsKind.Succeeded,
        SandboxOutcome.Decline => PaymentNewsKind.Failed,
        SandboxOutcome.Abandon => PaymentNewsKind.SessionExpired,
        _ => PaymentNewsKind.Open,
    };

    private PaymentNews NewsOf(SandboxEvent news) => new(
        news.Id,
        news.Type switch
        {
            "payment.succeeded" => PaymentNewsKind.Succeeded,
            "payment.failed" => PaymentNewsKind.Failed,
            "session.expired" => PaymentNewsKind.SessionExpired,
            _ => PaymentNewsKind.Ignored,
        },
        Name, news.PaymentId, news.SessionId, news.Amount, news.Currency, news.Reason);
}
