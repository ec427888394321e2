using System.Text.Json;
using Shop.Orders;
using Shop.Storage;

namespace Shop.Payments;

/// <summary>
/// Takes stored events to their orders. An event is claimed for a while and claimed again if its process died; one that
/// keeps failing becomes a dead letter, which a person may replay. Every node pumps; no event is with two at a time.
/// </summary>
internal sealed partial class InboxPump(
    InboxQueue queue, Bell<InboxQueue> bell, IGrainFactory grains, ILogger<InboxPump> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        bell.Answer(Round, outage => LogOutage(outage.Message), stoppingToken);

    private async Task<bool> Round(CancellationToken stopping)
    {
        var claimed = await queue.Claim(stopping);
        if (claimed.Count == 0)
            return false;

        await queue.Finish(await Task.WhenAll(claimed.Select(Deliver)));
        return true;
    }

    private async Task<InboxOutcome> Deliver(ClaimedEvent claimed)
    {
        try
        {
            var news = JsonSerializer.Deserialize<PaymentNews>(claimed.News, ShopJson.Options)!;
            var order = claimed.OrderId ?? await queue.OrderOf(news.Provider, news.PaymentRef);
            var refused = order is { } id ? await grains.Order(id).Apply(news) : OrderErrors.NotFound;
            return new InboxOutcome(claimed, refused?.Title);
        }
        catch (Exception failure)
        {
            LogNotTaken(claimed.Provider, claimed.EventId, failure);
            return new InboxOutcome(claimed, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment inbox cannot be read: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{Provider}'s event {EventId} was not taken; it is tried again.")]
    private partial void LogNotTaken(string provider, string eventId, Exception failure);
}
