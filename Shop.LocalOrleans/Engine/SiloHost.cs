using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>
/// Starts the silo with the program and stops it with the program: then no call from outside is taken any longer, the
/// calls under way end, and every grain is deactivated.
/// </summary>
internal sealed class SiloHost(
    Silo silo, IServiceProvider services, IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants)
    : IHostedService, IDisposable
{
    private readonly StagedLifecycle lifecycle = new();
    private readonly Sweeper sweeper = new(silo);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services;
        foreach (var participant in participants)
            participant.Participate(lifecycle);

        sweeper.Start();
        await lifecycle.Start(cancellationToken);
        silo.Log.Started(silo.Catalog.Classes.Count());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        silo.RefuseCallsFromOutside();
        await Drain(cancellationToken);
        sweeper.Dispose();
        await lifecycle.Stop(cancellationToken);
    }

    public void Dispose() => sweeper.Dispose();

    /// <summary>A call under way may need a grain that is gone already; that one is made anew and goes again.</summary>
    private async Task Drain(CancellationToken cancellationToken)
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is stopping.");
        while (silo.Receivers.Where(receiver => receiver.ActivationCount > 0).ToArray() is { Length: > 0 } left)
        {
            foreach (var receiver in left)
                receiver.Deactivate(reason, cancellationToken);

            try
            {
                await Task.WhenAll(left.Select(receiver => receiver.Deactivated)).WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                silo.Log.StoppedBusy(left.Length);
                return;
            }
        }
    }
}
