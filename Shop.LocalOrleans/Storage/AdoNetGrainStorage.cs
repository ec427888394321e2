using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orleans.Engine;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps states in PostgreSQL, in Orleans' own table and format, so that either host reads them.</summary>
internal sealed class AdoNetGrainStorage(
    string serviceId, NpgsqlDataSource database, IGrainStorageSerializer serializer, bool deletesOnClear) : IGrainStorage
{
    private const string OfThisKey =
        """
        grainidhash = $1 and graintypehash = $2 and grainidn0 = $3 and grainidn1 = $4
          and graintypestring = $5 and serviceid = $6
          and coalesce(grainidextensionstring, '') = coalesce($7, '')
        """;

    private const string ReadSql =
        $"select payloadbinary, version from orleansstorage where {OfThisKey}";

    private const string InsertSql =
        $"""
        insert into orleansstorage (
          grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, serviceid, grainidextensionstring,
          payloadbinary, modifiedon, version)
        select $1, $2, $3, $4, $5, $6, $7, $8, now() at time zone 'utc', 1
        where not exists (select from orleansstorage where {OfThisKey})
        on conflict do nothing
        returning version
        """;

    private const string UpdateSql =
        $"""
        update orleansstorage
        set payloadbinary = $8, modifiedon = now() at time zone 'utc', version = version + 1
        where {OfThisKey} and version = $9
        returning version
        """;

    private const string DeleteSql =
        $"delete from orleansstorage where {OfThisKey} and version = $8 returning version";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var command = Command(ReadSql, GrainKey.Of(stateName, grainId));
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (PersistentStates.New<T>(), null, false);
            return;
        }

        var payload = row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0);
        grainState.State = payload is null
            ? PersistentStates.New<T>()
            : serializer.Deserialize<T>(new BinaryData(payload));
        grainState.ETag = row.IsDBNull(1) ? null : row.GetInt32(1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = serializer.Serialize(grainState.State!).ToArray();
        grainState.ETag = await Store(GrainKey.Of(stateName, grainId), grainState.ETag, payload);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
        {
            var key = GrainKey.Of(stateName, grainId);
            grainState.ETag = deletesOnClear
                ? await Delete(key, grainState.ETag)
                : await Store(key, grainState.ETag, null);
        }

        (grainState.State, grainState.RecordExists) = (PersistentStates.New<T>(), false);
    }

    private async Task<string> Store(GrainKey key, string? etag, byte[]? payload)
    {
        await using var command = Command(etag is null ? InsertSql : UpdateSql, key);
        command.Parameters.Add(new() { Value = (object?)payload ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        if (etag is not null)
            command.Parameters.Add(Version(etag));

        return await command.ExecuteScalarAsync() is int version
            ? version.ToString(CultureInfo.InvariantCulture)
            : throw Conflict(key, etag);
    }

    private async Task<string?> Delete(GrainKey key, string etag)
    {
        await using var command = Command(DeleteSql, key);
        command.Parameters.Add(Version(etag));
        return await command.ExecuteScalarAsync() is int ? null : throw Conflict(key, etag);
    }

    private NpgsqlCommand Command(string sql, GrainKey key)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key.Hash });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key.TypeHash });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key.N0 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key.N1 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Type });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = serviceId });
        command.Parameters.Add(
            new() { Value = (object?)key.Extension ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar });
        return command;
    }

    private static NpgsqlParameter<int> Version(string etag) =>
        new() { TypedValue = int.Parse(etag, CultureInfo.InvariantCulture) };

    private static InconsistentStateException Conflict(GrainKey key, string? etag) =>
        new($"State \"{key.Type}\" of {key.N0:x}/{key.N1:x}/{key.Extension} has another version in storage.", null, etag);
}
