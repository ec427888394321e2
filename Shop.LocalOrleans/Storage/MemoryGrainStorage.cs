using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Engine.States;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps states, serialised, as long as the process lives.</summary>
internal sealed class MemoryGrainStorage(IGrainStorageSerializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Record> records = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = records.GetValueOrDefault((stateName, grainId));
        grainState.State = record?.Payload is { } payload
            ? serializer.Deserialize<T>(payload)
            : PersistentStates.New<T>();
        grainState.ETag = record?.ETag;
        grainState.RecordExists = record?.Payload is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Store((stateName, grainId), grainState, serializer.Serialize(grainState.State!));
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Store((stateName, grainId), grainState, null);
        grainState.State = PersistentStates.New<T>();
        return Task.CompletedTask;
    }

    private void Store<T>((string, GrainId) key, IGrainState<T> grainState, BinaryData? payload)
    {
        var next = new Record(Version(grainState.ETag) + 1, payload);
        var stored = records.TryGetValue(key, out var now)
            ? now.ETag == grainState.ETag && records.TryUpdate(key, next, now)
            : grainState.ETag is null && records.TryAdd(key, next);
        if (!stored)
            throw new InconsistentStateException($"Version conflict at {key}.", now?.ETag, grainState.ETag);

        (grainState.ETag, grainState.RecordExists) = (next.ETag, payload is not null);
    }

    private static int Version(string? etag) => etag is null ? 0 : int.Parse(etag, CultureInfo.InvariantCulture);

    private sealed record Record(int Version, BinaryData? Payload)
    {
        public string ETag => Version.ToString(CultureInfo.InvariantCulture);
    }
}
