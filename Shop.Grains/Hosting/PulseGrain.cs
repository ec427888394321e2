namespace Shop.Hosting;

/// <inheritdoc cref="IPulseGrain"/>
[StatelessWorker]
internal sealed class PulseGrain : Grain, IPulseGrain
{
    public Task Beat() => Task.CompletedTask;
}
