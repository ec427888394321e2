using System.Collections.Concurrent;
using Orleans.Storage;

namespace Shop.Storm.Bugs;

/// <summary>Says that an order is stored and stores it much later. What waits when the shop ends is lost.</summary>
internal sealed class LateStorage(IGrainStorage right) : IGrainStorage, IDisposable
{
    private const string Orders = "orders";

    /// <summary>As long as the trial may wait for its orders, so that some wait when the power goes off.</summary>
    private static readonly TimeSpan Later = Crowd.LongestWait;

    private readonly ConcurrentDictionary<(string, GrainId), Task> last = new();
    private readonly CancellationTokenSource ended = new();

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Last(stateName, grainId);
        await right.ReadStateAsync(stateName, grainId, grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (stateName != Orders)
            return right.WriteStateAsync(stateName, grainId, grainState);

        last[(stateName, grainId)] = Write(Last(stateName, grainId), stateName, grainId, grainState);
        return Task.CompletedTask;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Last(stateName, grainId);
        await right.ClearStateAsync(stateName, grainId, grainState);
    }

    /// <summary>The power goes off.</summary>
    public void End() => ended.Cancel();

    public void Dispose() => ended.Dispose();

    private Task Last(string stateName, GrainId grainId) =>
        last.GetValueOrDefault((stateName, grainId), Task.CompletedTask);

    private async Task Write<T>(Task before, string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await before;
        await Task.Delay(Later, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ended.IsCancellationRequested)
            return;

        try
        {
            await right.WriteStateAsync(stateName, grainId, grainState);
        }
        catch (Exception refused) when (refused is OrleansException)
        {
            // Its caller has long been told that all is well.
        }
    }
}
