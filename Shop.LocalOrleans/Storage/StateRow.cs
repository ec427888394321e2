using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Orleans.Storage;

/// <summary>What is done to one row of table <c>orleansstorage</c>, and what the row was afterwards.</summary>
/// <remarks>
/// Statements answer with the new version, or with no row when another version is stored than the writer read. A unique
/// key makes that hold for two first writes at once as well.
/// </remarks>
internal static class StateRow
{
    public const string ReadSql = $"select payloadbinary, version from orleansstorage where {OfThisKey}";

    private const string OfThisKey =
        """
        grainidhash = $1 and graintypehash = $2 and grainidn0 = $3 and grainidn1 = $4
          and graintypestring = $5 and serviceid = $6 and coalesce(grainidextensionstring, '') = coalesce($7, '')
        """;

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

    private const string DeleteSql = $"delete from orleansstorage where {OfThisKey} and version = $8 returning version";

    /// <summary>Stores what follows the version, or the first one if there is none. Null empties the row.</summary>
    public static NpgsqlBatchCommand Store(GrainKey key, string serviceId, string? etag, byte[]? payload)
    {
        var command = new NpgsqlBatchCommand(etag is null ? InsertSql : UpdateSql);
        AddKey(command.Parameters, key, serviceId);
        command.Parameters.Add(new() { Value = (object?)payload ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        if (etag is not null)
            command.Parameters.Add(Version(etag));
        return command;
    }

    public static NpgsqlBatchCommand Delete(GrainKey key, string serviceId, string etag)
    {
        var command = new NpgsqlBatchCommand(DeleteSql);
        AddKey(command.Parameters, key, serviceId);
        command.Parameters.Add(Version(etag));
        return command;
    }

    public static void AddKey(NpgsqlParameterCollection parameters, GrainKey key, string serviceId)
    {
        parameters.Add(new NpgsqlParameter<int> { TypedValue = key.Hash });
        parameters.Add(new NpgsqlParameter<int> { TypedValue = key.TypeHash });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = key.N0 });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = key.N1 });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Type });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = serviceId });
        parameters.Add(new() { Value = (object?)key.Extension ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
    }

    private static NpgsqlParameter<int> Version(string etag) =>
        new() { TypedValue = int.Parse(etag, CultureInfo.InvariantCulture) };
}
