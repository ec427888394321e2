namespace Shop.Payments;

/// <summary>Compares the last two days with the providers' books, once a day. What it finds is in the log.</summary>
internal sealed partial class ReconciliationClock(
    Reconciliation reconciliation, TimeProvider clock, ILogger<ReconciliationClock> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Compare(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotCompared(failure.Message);
            }
        }
    }

    private async Task Compare(CancellationToken stop)
    {
        var report = await reconciliation.Run(2 * Period, repair: true, stop);
        foreach (var one in report.Differences)
            LogDifference(one.Provider, one.PaymentRef, one.Text, one.Repaired);
        foreach (var provider in report.Away)
            LogNotCompared($"{provider} does not answer.");
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Provider}'s books and the orders differ: {PaymentRef}: {Text} (repaired: {Repaired})")]
    private partial void LogDifference(string provider, string paymentRef, string text, bool repaired);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payments could not be compared: {Reason}")]
    private partial void LogNotCompared(string reason);
}
