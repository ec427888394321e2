using System.Collections.Concurrent;
using Shop.Storage;

namespace Shop.Notifications;

/// <summary>
/// Sends what is in the outbox. Every node pumps; no message is with two at a time, and one that a dying process had
/// claimed is claimed again.
/// </summary>
internal sealed partial class OutboxPump(
    OutboxQueue queue, Bell<OutboxQueue> bell, Mailroom mail, ILogger<OutboxPump> log) : BackgroundService
{
    private const int MostAtOnce = 8;
    private const int MostMarks = 20;

    private static readonly TimeSpan MarkPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When much waits, it is a sale, and mails can wait while customers cannot. Three hundred a second are left to
    /// each node, more than mail servers take from one sender.
    /// </summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>A send that begins later might end after the lease.</summary>
    private static readonly TimeSpan LastBegin = OutboxQueue.Lease - IMailTransport.Patience - TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        bell.Answer(Round, outage => LogOutage(outage.Message), stoppingToken);

    private async Task<bool> Round(CancellationToken stopping)
    {
        using var lease = new CancellationTokenSource(LastBegin);
        using var begin = CancellationTokenSource.CreateLinkedTokenSource(lease.Token, stopping);
        var claimed = await queue.Claim(stopping);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce };
        var marks = new ConcurrentQueue<Task>();
        await Parallel.ForEachAsync(claimed, parallel, async (message, _) => marks.Enqueue(
            Mark(message, begin.IsCancellationRequested ? Delivery.Postponed : await Deliver(message))));
        await Task.WhenAll(marks);
        if (claimed.Count == OutboxQueue.MostAtOnce)
            await Task.Delay(Rest, stopping);

        return claimed.Count > 0;
    }

    private async Task<Delivery> Deliver(ClaimedMessage message)
    {
        try
        {
            var delivery = await mail.Deliver(message);
            if (delivery.Reason is { } reason)
                LogNotSent(message.Kind, message.Id, reason);

            return delivery;
        }
        catch (Exception failure)
        {
            LogNotSent(message.Kind, message.Id, failure.Message);
            return Delivery.Failed(failure.Message);
        }
    }

    /// <summary>
    /// A mark that is lost means a second copy, so it is worth some tries. Twice marked is once marked.
    /// </summary>
    private async Task Mark(ClaimedMessage message, Delivery delivery)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await queue.Mark(message, delivery);
                return;
            }
            catch (Exception away) when (tries < MostMarks)
            {
                LogOutage(away.Message);
                await Task.Delay(MarkPause);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox cannot be worked on: {Reason}")]
    private partial void LogOutage(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} {Id} was not sent: {Reason}")]
    private partial void LogNotSent(string kind, Guid id, string reason);
}
