using Npgsql;
using Orleans.Runtime;

namespace Orleans.Engine.Reminders;

/// <summary>Reminders in PostgreSQL, in Orleans' own table, so that either host finds them.</summary>
internal sealed class AdoNetReminderStore(string serviceId, NpgsqlDataSource database) : IReminderStore
{
    private const string Columns = "grainid, remindername, starttime, period, version";

    private const string ReadAllSql = $"select {Columns} from orleansreminderstable where serviceid = $1";

    private const string ReadSql =
        $"select {Columns} from orleansreminderstable where serviceid = $1 and grainid = $2";

    private const string UpsertSql =
        """
        insert into orleansreminderstable as old
          (serviceid, grainid, remindername, starttime, period, grainhash, version)
        values ($1, $2, $3, $4, $5, $6, 0)
        on conflict (serviceid, grainid, remindername) do update
        set starttime = excluded.starttime, period = excluded.period, grainhash = excluded.grainhash,
            version = old.version + 1
        returning version
        """;

    private const string RemoveSql =
        """
        delete from orleansreminderstable
        where serviceid = $1 and grainid = $2 and remindername = $3 and version = $4
        """;

    public Task<IReadOnlyList<StoredReminder>> ReadAll(CancellationToken cancellationToken) =>
        Query(ReadAllSql, cancellationToken);

    public Task<IReadOnlyList<StoredReminder>> Read(GrainId grain) =>
        Query(ReadSql, CancellationToken.None, grain.ToString());

    public async Task<int> Upsert(StoredReminder reminder)
    {
        await using var command = Command(
            UpsertSql,
            reminder.Grain.ToString(),
            reminder.Name,
            reminder.StartAt,
            (long)reminder.Period.TotalMilliseconds,
            unchecked((int)reminder.Grain.GetUniformHashCode()));
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public async Task<bool> Remove(StoredReminder reminder)
    {
        await using var command = Command(RemoveSql, reminder.Grain.ToString(), reminder.Name, reminder.Version);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    private async Task<IReadOnlyList<StoredReminder>> Query(
        string sql, CancellationToken cancellationToken, params object[] values)
    {
        List<StoredReminder> found = [];
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            found.Add(new(
                GrainId.Parse(row.GetString(0)),
                row.GetString(1),
                row.GetDateTime(2),
                TimeSpan.FromMilliseconds(row.GetInt64(3)),
                row.GetInt32(4)));
        }

        return found;
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = serviceId });
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
