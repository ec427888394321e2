using Microsoft.Extensions.Hosting;
using Orleans.Engine.Activations;
using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>
/// Starts the silo with the program and stops it with the program: reminders first, then every grain, then what they
/// stored their states in.
/// </summary>
internal sealed class SiloHost(Silo silo, IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants)
    : IHostedService, IDisposable
{
    private readonly StagedLifecycle lifecycle = new();
    private readonly Sweeper sweeper = new(silo);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lifecycle.Subscribe<SiloHost>(ServiceLifecycleStage.BecomeActive, Begin, Drain);
        foreach (var participant in participants)
            participant.Participate(lifecycle);

        await lifecycle.Start(cancellationToken);
        silo.Log.Started(silo.Catalog.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => lifecycle.Stop(cancellationToken);

    public void Dispose() => sweeper.Dispose();

    private Task Begin(CancellationToken cancellationToken)
    {
        sweeper.Start();
        return Task.CompletedTask;
    }

    /// <summary>
    /// No call from outside is taken any longer and the calls under way end. One of them may need a grain that is gone
    /// already; then that one is made anew and goes again.
    /// </summary>
    private async Task Drain(CancellationToken cancellationToken)
    {
        silo.RefuseCallsFromOutside();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is stopping.");
        while (Active() is { Length: > 0 } left)
        {
            foreach (var receiver in left)
                receiver.Deactivate(reason, cancellationToken);

            try
            {
                await Task.WhenAll(left.Select(receiver => receiver.Deactivated)).WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                silo.Log.StoppedBusy(Active().Length);
                return;
            }
        }

        sweeper.Dispose();
    }

    private Receiver[] Active() => [.. silo.Receivers.Where(receiver => receiver.ActivationCount > 0)];
}
