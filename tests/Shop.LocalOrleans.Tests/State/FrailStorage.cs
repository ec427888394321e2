using System.Collections.Concurrent;
using Orleans.Storage;

namespace Shop.LocalOrleans.State;

/// <summary>A storage as a program may bring its own. It fails while it is told to.</summary>
internal sealed class FrailStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<GrainId, object> states = new();

    public bool Fails { get; set; }

    public int Reads { get; private set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Reads++;
        grainState.RecordExists = states.TryGetValue(grainId, out var state);
        grainState.State = state is null ? Activator.CreateInstance<T>() : (T)state;
        return Work();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Work();
        states[grainId] = grainState.State!;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Work();
        states.TryRemove(grainId, out _);
        (grainState.State, grainState.RecordExists) = (Activator.CreateInstance<T>(), false);
    }

    private async Task Work()
    {
        await Task.Yield();
        if (Fails)
            throw new TimeoutException("The disk is away.");
    }
}
