using Shop.Storage;

namespace Shop.Notifications;

/// <summary>
/// Tells subscribers. Every node pumps; one whose process dies after the request and before the mark is told again,
/// under the same <c>webhook-id</c>.
/// </summary>
internal sealed partial class WebhookPump(
    WebhookQueue queue, Bell<WebhookQueue> bell, WebhookSender sender, ILogger<WebhookPump> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        bell.Answer(Round, outage => LogOutage(outage.Message), stoppingToken);

    private async Task<bool> Round(CancellationToken stopping)
    {
        var claimed = await queue.Claim(stopping);
        await Task.WhenAll(claimed.Select(Deliver));
        return claimed.Count > 0;
    }

    private async Task Deliver(ClaimedDelivery claimed)
    {
        var delivery = await sender.Send(claimed);
        if (delivery.Reason is { } reason)
            LogNotSent(claimed.Subscription.Id, claimed.Kind, claimed.MessageId, reason);

        await queue.Mark(claimed, delivery);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Subscribers cannot be told: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Subscriber {Subscriber} did not take {Kind} {Id}: {Reason}")]
    private partial void LogNotSent(Guid subscriber, string kind, Guid id, string reason);
}
