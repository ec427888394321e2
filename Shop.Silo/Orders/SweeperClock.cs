
namespace Shop.Orders;

/// <summary>
/// Asks the sweeper, wherever it lives, to sweep every few seconds. Every node does; one round is carried out.
/// </summary>
internal sealed partial class SweeperClock(IGrainFactory grains, TimeProvider clock, ILogger<SweeperClock> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.Sweeper().Sweep();
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSwept(failure.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweeper could not look: {Reason}")]
    private partial void LogNotSwept(string reason);
}
