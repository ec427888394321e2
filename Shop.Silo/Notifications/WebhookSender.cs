using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Notifications;

/// <summary>Posts one message to one subscriber, signed as Standard Webhooks 1.0 says.</summary>
/// <remarks>No redirect is followed: it could lead where the subscription may not.</remarks>
internal sealed class WebhookSender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SecretBox box;
    private readonly WebhookOptions options;
    private readonly TimeProvider clock;
    private readonly HttpClient http;

    public WebhookSender(SecretBox box, WebhookOptions options, TimeProvider clock)
    {
        (this.box, this.options, this.clock) = (box, options, clock);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = Patience,
        };
    }

    /// <summary>Any 2xx is a yes, 410 is a no for good, and all else is tried again.</summary>
    public async Task<Delivery> Send(ClaimedDelivery claimed)
    {
        try
        {
            using var request = Request(claimed);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return answer.IsSuccessStatusCode ? Delivery.Done
                : answer.StatusCode is HttpStatusCode.Gone ? Delivery.Refused("It answered 410.")
                : Delivery.Failed($"It answered {(int)answer.StatusCode}.");
        }
        catch (OperationCanceledException)
        {
            return Delivery.Failed($"It did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception failure)
        {
            return Delivery.Failed(failure.Message);
        }
    }

    public void Dispose() => http.Dispose();

    /// <param name="secrets">More than one while a new secret takes over.</param>
    /// <param name="id">Of the message: the same in every try, so that a receiver takes it once.</param>
    /// <param name="at">In seconds since 1970; receivers refuse what is old.</param>
    /// <param name="body">As it is sent.</param>
    internal static string Signature(IEnumerable<byte[]> secrets, Guid id, long at, string body)
    {
        var content = Encoding.UTF8.GetBytes($"{id:D}.{at}.{body}");
        return string.Join(' ', secrets.Select(secret =>
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, content))}"));
    }

    private HttpRequestMessage Request(ClaimedDelivery claimed)
    {
        var now = clock.GetUtcNow();
        var at = now.ToUnixTimeSeconds();
        var body = $$"""
            {"type":"{{claimed.Kind}}","timestamp":"{{claimed.CreatedAt:O}}","data":{{claimed.Body}}}
            """;
        return new HttpRequestMessage(HttpMethod.Post, claimed.Subscription.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers =
            {
                { "User-Agent", "shop-webhooks" },
                { "webhook-id", $"{claimed.MessageId:D}" },
                { "webhook-timestamp", $"{at}" },
                { "webhook-signature", Signature(claimed.Subscription.Secrets(box, now), claimed.MessageId, at, body) },
            },
        };
    }

    /// <summary>The address is looked at here, where it is used: a name can mean another one a moment later.</summary>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken aborted)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, aborted);
        var allowed = options.InsideToo ? found : [.. found.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
            throw new HttpRequestException($"{context.DnsEndPoint.Host} is no public address.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, aborted);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
