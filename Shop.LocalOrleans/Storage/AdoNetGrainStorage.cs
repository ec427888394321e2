using System.Globalization;
using Npgsql;
using Orleans.Engine.States;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps states in PostgreSQL, in Orleans' own table and format, so that either host reads them.</summary>
internal sealed class AdoNetGrainStorage(
    string serviceId, NpgsqlDataSource database, IGrainStorageSerializer serializer, bool deletesOnClear)
    : IGrainStorage
{
    private readonly CommitQueue commits = new(database);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var command = database.CreateCommand(StateRow.ReadSql);
        StateRow.AddKey(command.Parameters, GrainKey.Of(stateName, grainId), serviceId);
        await using var row = await command.ExecuteReaderAsync();
        var exists = await row.ReadAsync();
        var payload = exists && !row.IsDBNull(0) ? row.GetFieldValue<byte[]>(0) : null;

        grainState.State = Deserialize<T>(payload);
        grainState.ETag = exists && !row.IsDBNull(1) ? ETag(row.GetInt32(1)) : null;
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = serializer.Serialize(grainState.State).ToArray();
        var key = GrainKey.Of(stateName, grainId);
        var version = await commits.Commit(StateRow.Store(key, serviceId, grainState.ETag, payload));

        grainState.ETag = version is { } stored ? ETag(stored) : throw Conflict(stateName, grainId, grainState.ETag);
        grainState.RecordExists = true;
    }

    /// <summary>Clearing what was never stored stores nothing.</summary>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is { } etag)
        {
            var key = GrainKey.Of(stateName, grainId);
            var version = await commits.Commit(
                deletesOnClear
                    ? StateRow.Delete(key, serviceId, etag)
                    : StateRow.Store(key, serviceId, etag, payload: null));
            if (version is null)
                throw Conflict(stateName, grainId, etag);

            grainState.ETag = deletesOnClear ? null : ETag(version.Value);
        }

        grainState.State = PersistentStates.New<T>();
        grainState.RecordExists = false;
    }

    private static string ETag(int version) => version.ToString(CultureInfo.InvariantCulture);

    private static InconsistentStateException Conflict(string stateName, GrainId grainId, string? etag) =>
        new($"State \"{stateName}\" of {grainId} has another version in storage.", null, etag);

    private T? Deserialize<T>(byte[]? payload) =>
        payload is null ? PersistentStates.New<T>() : serializer.Deserialize<T>(new BinaryData(payload));
}
