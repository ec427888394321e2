using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Engine.Classes;

namespace Orleans.Engine.Activations;

/// <summary>The grain object of an activation, and what lives as long as it: its services, states and timers.</summary>
internal sealed class GrainBody(Activation activation, GrainClass type)
{
    private AsyncServiceScope? scope;
    private StagedLifecycle? lifecycle;
    private ImmutableHashSet<IDisposable> timers = [];

    /// <summary>Null until the grain was constructed.</summary>
    public object? Instance { get; private set; }

    /// <summary>A scope is made for a grain that wants services; most want only what there is one of.</summary>
    public IServiceProvider Services => (scope ??= activation.Silo.Services.CreateAsyncScope()).ServiceProvider;

    public StagedLifecycle Lifecycle => lifecycle ??= new StagedLifecycle();

    /// <summary>Constructs the grain, reads its states and lets it activate.</summary>
    public async Task Wake(CancellationToken cancellationToken)
    {
        Instance = type.Create(activation);
        if (lifecycle is not null)
            await lifecycle.Start(cancellationToken);
        if (Instance is IGrainBase grain)
            await grain.OnActivateAsync(cancellationToken);
    }

    /// <summary>Stops the timers and lets the grain deactivate, for as long as it may take.</summary>
    public async Task Sleep(DeactivationReason reason, CancellationToken cancellationToken)
    {
        StopTimers();
        if (Instance is IGrainBase grain)
            await grain.OnDeactivateAsync(reason, cancellationToken).WaitAsync(cancellationToken);
        if (lifecycle is not null)
            await lifecycle.Stop(cancellationToken);
    }

    /// <summary>Gives everything back, also after a failure.</summary>
    public async Task Release()
    {
        StopTimers();
        if (Instance is IAsyncDisposable asyncDisposable)
            await asyncDisposable.DisposeAsync();
        else if (Instance is IDisposable disposable)
            disposable.Dispose();
        if (scope is { } services)
            await services.DisposeAsync();
    }

    public void Add(IDisposable timer) =>
        ImmutableInterlocked.Update(ref timers, static (all, one) => all.Add(one), timer);

    public void Remove(IDisposable timer) =>
        ImmutableInterlocked.Update(ref timers, static (all, one) => all.Remove(one), timer);

    private void StopTimers()
    {
        foreach (var timer in Interlocked.Exchange(ref timers, []))
            timer.Dispose();
    }
}
