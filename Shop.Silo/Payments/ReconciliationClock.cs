namespace Shop.Payments;

/// <summary>
/// Compares the last two days with the providers' books, once a day, by whichever node is first. What it finds is in
/// the log and at <c>/admin/reconciliation</c>.
/// </summary>
internal sealed partial class ReconciliationClock(
    Reconciliation reconciliation, ReconciliationLog days, TimeProvider clock, ILogger<ReconciliationClock> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookedBack = TimeSpan.FromDays(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CompareToday(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotCompared(failure.Message);
            }
        }
    }

    /// <summary>Nothing, when the day is done or with another node.</summary>
    internal async Task CompareToday(CancellationToken stop)
    {
        if (await days.ClaimToday() is not { } day)
            return;

        var report = await reconciliation.Run(LookedBack, repair: true, stop);
        await days.Keep(day, report);
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
