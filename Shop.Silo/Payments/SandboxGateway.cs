using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shop.Payments;

/// <summary>
/// The provider that comes with the shop. Its webhooks are signed as Stripe signs its own: the header says
/// <c>t=…,v1=…</c>, where v1 is the HMAC-SHA256 of the time, a dot and the body, in hexadecimal.
/// </summary>
internal sealed class SandboxGateway(SandboxOptions options, TimeProvider clock) : IPaymentGateway
{
    /// <summary>An older signature may be a replay of what somebody overheard.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[] secret = Encoding.UTF8.GetBytes(options.WebhookSecret);

    public string Name => "sandbox";

    public PaymentSession SessionFor(Guid orderId, int attempt)
    {
        var id = SandboxSession.Id(orderId, attempt);
        return new PaymentSession(Name, id, $"/sandbox/pay/{id}");
    }

    public Result<ReceivedEvent> Read(IncomingWebhook webhook)
    {
        var body = ImmutableCollectionsMarshal.AsArray(webhook.Body)!;
        if (!IsSigned(webhook.Signature, body))
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
    public Task Refund(Guid orderId, PaymentRecord payment) => Task.CompletedTask;

    /// <summary>The header for a body that is sent now.</summary>
    public string Sign(byte[] body)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds();
        return $"t={time},v1={Convert.ToHexStringLower(Mac(time, body))}";
    }

    private bool IsSigned(string? signature, byte[] body)
    {
        var parts = (signature ?? "").Split(',');
        var time = parts.FirstOrDefault(part => part.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (!long.TryParse(time, out var seconds)
            || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Mac(seconds, body)));
        return parts
            .Where(part => part.StartsWith("v1=", StringComparison.Ordinal))
            .Any(part => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(part[3..]), expected));
    }

    private byte[] Mac(long time, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{time}."), .. body];
        return HMACSHA256.HashData(secret, signed);
    }

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
