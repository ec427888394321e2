using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Engine.Activations;

/// <inheritdoc cref="IManagementGrain"/>
[StatelessWorker]
internal sealed class ManagementGrain(Silo silo) : Grain, IManagementGrain
{
    public Task<int> GetTotalActivationCount() =>
        Task.FromResult(silo.Receivers.Sum(receiver => receiver.ActivationCount));

    public Task<int> GetGrainActivationCount(GrainReference grainReference) =>
        Task.FromResult(silo.Find(grainReference.GrainId)?.ActivationCount ?? 0);

    public Task ForceActivationCollection(TimeSpan ageLimit)
    {
        foreach (var receiver in silo.Receivers)
            receiver.CollectIfIdle(Environment.TickCount64, ageLimit);
        return Task.CompletedTask;
    }
}
