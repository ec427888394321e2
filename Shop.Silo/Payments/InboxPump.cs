using System.Text.Json;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// Takes stored events to their orders: those that this process has stored as they come, all others in rounds. An event
/// is claimed for a while and claimed again if its process died, at the latest when that process starts again; one that
/// keeps failing becomes a dead letter, which a person may replay. Every node pumps.
/// </summary>
internal sealed partial class InboxPump(
    InboxQueue queue, InboxArrivals arrivals, IGrainFactory grains, ILogger<InboxPump> log) : BackgroundService
{
    private bool tookOver;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        TakeArrivals(stoppingToken),
        arrivals.Unclaimed.Answer(Round, outage => LogOutage(outage.Message), stoppingToken));

    private async Task<bool> Round(CancellationToken stopping)
    {
        if (!tookOver)
            await queue.TakeOver(stopping);

        tookOver = true;
        var claimed = await queue.Claim(stopping);
        await Task.WhenAll(claimed.Select(CarryOut));
        return claimed.Count > 0;
    }

    private async Task TakeArrivals(CancellationToken stopping)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = InboxQueue.MostAtOnce };
        try
        {
            await Parallel.ForEachAsync(arrivals.Read(stopping), parallel, async (stored, _) => await Take(stored));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left is claimed again.
        }
    }

    /// <summary>An outcome that is lost does no harm: the event is claimed again, and its order knows it.</summary>
    private async Task Take(ClaimedEvent stored)
    {
        try
        {
            await CarryOut(stored);
        }
        catch (Exception outage)
        {
            LogOutage(outage.Message);
        }
    }

    private async Task CarryOut(ClaimedEvent claimed) => await queue.Finish(await Deliver(claimed));

    private async Task<InboxOutcome> Deliver(ClaimedEvent claimed)
    {
        try
        {
            var news = JsonSerializer.Deserialize<PaymentNews>(claimed.News, ShopJson.Options)!;
            var order = claimed.OrderId ?? await queue.OrderOf(news.Provider, news.PaymentRef);
            var refused = order is { } id ? await grains.Order(id).Apply(news, isKept: true) : OrderErrors.NotFound;
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
