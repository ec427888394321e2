using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain class is. <see cref="Grain"/> implements it for classes that derive from it.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
