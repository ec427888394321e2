using System.Globalization;
using Npgsql;
using Shop.Testing;

namespace Shop.Storage;

/// <summary>The texts that Orleans reads from the database keep its contract: names, parameters, answers.</summary>
public sealed class OrleansSchemaTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly string clusterId = Guid.CreateVersion7().ToString();

    [Fact]
    public async Task Every_query_that_Orleans_asks_for_is_there()
    {
        string[] asked =
        [
            "ReadFromStorageKey", "WriteToStorageKey", "ClearStorageKey", "DeleteStorageKey",
            "UpsertReminderRowKey", "ReadReminderRowsKey", "ReadReminderRowKey", "ReadRangeRows1Key",
            "ReadRangeRows2Key", "DeleteReminderRowKey", "DeleteReminderRowsKey",
            "GatewaysQueryKey", "MembershipReadRowKey", "MembershipReadAllKey", "InsertMembershipVersionKey",
            "UpdateIAmAlivetimeKey", "InsertMembershipKey", "UpdateMembershipKey", "DeleteMembershipTableEntriesKey",
            "CleanupDefunctSiloEntriesKey",
        ];

        var there = await database.Value<string[]>("select array_agg(querykey) from orleansquery");

        Assert.Equal(asked.Order(), there.Order());
    }

    [Fact]
    public async Task Orleans_own_script_may_have_run_before_ours()
    {
        var twice = await TestDatabase.CreateEmpty();
        var ours = SchemaFile.All.Single(file => file.Name is "0001_orleans.sql");

        await twice.Run(ours.Sql);
        await twice.Run(ours.Sql);

        Assert.Equal(20L, await twice.Value<long>("select count(*) from orleansquery"));
        await twice.DisposeAsync();
    }

    [Fact]
    public async Task A_state_is_written_only_over_the_version_that_was_read()
    {
        var key = Storage();

        Assert.Equal(1, await Write(key, null, 1));
        Assert.Equal(2, await Write(key, 1, 2));
        Assert.Equal(1, await Write(key, 1, 3));
        Assert.Null(await Write(key, null, 4));

        var row = Assert.Single(await Query("ReadFromStorageKey", key));
        Assert.Equal(2, row["Version"]);
        Assert.Equal(new byte[] { 2 }, row["PayloadBinary"]);
    }

    [Fact]
    public async Task Of_many_first_writes_at_once_one_succeeds()
    {
        var key = Storage();

        var versions = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Write(key, null, (byte)n)));

        Assert.Single(versions, version => version is 1);
        Assert.Equal(11, versions.Count(version => version is null));
        Assert.Single(await Query("ReadFromStorageKey", key));
    }

    [Fact]
    public async Task States_that_differ_in_any_part_of_their_key_are_apart()
    {
        var key = Storage();
        (string, object)[] others =
        [
            ("GrainIdHash", 8), ("GrainTypeHash", 8), ("GrainIdN0", 8L), ("GrainIdN1", 8L),
            ("GrainTypeString", "other"), ("GrainIdExtensionString", "extension"), ("ServiceId", "other"),
        ];

        Assert.Equal(1, await Write(key, null, 1));
        foreach (var (name, value) in others)
            Assert.Equal(1, await Write(new(key) { [name] = value }, null, 1));
    }

    [Fact]
    public async Task A_state_that_is_cleared_has_a_new_version_and_no_payload()
    {
        var key = Storage();
        await Write(key, null, 1);

        Assert.Empty(await Query("ClearStorageKey", new(key) { ["GrainStateVersion"] = 7 }));
        var cleared = Assert.Single(await Query("ClearStorageKey", new(key) { ["GrainStateVersion"] = 1 }));

        Assert.Equal(2, cleared["NewGrainStateVersion"]);
        Assert.Equal(DBNull.Value, Assert.Single(await Query("ReadFromStorageKey", key))["PayloadBinary"]);
        Assert.Equal(3, await Write(key, 2, 1));
    }

    [Fact]
    public async Task A_state_that_is_deleted_leaves_no_row()
    {
        var key = Storage();
        await Write(key, null, 1);

        Assert.Empty(await Query("DeleteStorageKey", new(key) { ["GrainStateVersion"] = 7 }));
        Assert.Single(await Query("DeleteStorageKey", new(key) { ["GrainStateVersion"] = 1 }));

        Assert.Empty(await Query("ReadFromStorageKey", key));
    }

    [Fact]
    public async Task A_reminder_counts_its_versions_and_is_deleted_by_the_last()
    {
        var reminder = Reminder("a", hash: 5);

        Assert.Equal(0, Assert.Single(await Query("UpsertReminderRowKey", reminder))["Version"]);
        Assert.Equal(1, Assert.Single(await Query("UpsertReminderRowKey", reminder))["Version"]);

        var name = Only(reminder, "ServiceId", "GrainId", "ReminderName");
        var row = Assert.Single(await Query("ReadReminderRowKey", name));
        Assert.Equal(["GrainId", "ReminderName", "StartTime", "Period", "Version"], row.Keys, IgnoreCase);
        Assert.Equal(60_000L, row["Period"]);
        Assert.Equal(0, await Count("DeleteReminderRowKey", new(name) { ["Version"] = 0 }));
        Assert.Equal(1, await Count("DeleteReminderRowKey", new(name) { ["Version"] = 1 }));
        Assert.Empty(await Query("ReadReminderRowsKey", Only(reminder, "ServiceId", "GrainId")));
    }

    [Theory]
    [InlineData("ReadRangeRows1Key", -10, 10, "low top")]
    [InlineData("ReadRangeRows2Key", 10, -10, "bottom high")]
    public async Task Reminders_are_read_by_stretches_of_the_ring(string query, int begin, int end, string found)
    {
        foreach (var (name, hash) in new[] { ("bottom", -10), ("low", -9), ("top", 10), ("high", 11) })
            await Query("UpsertReminderRowKey", Reminder(name, hash));

        var rows = await Query(query, new() { ["ServiceId"] = clusterId, ["BeginHash"] = begin, ["EndHash"] = end });

        Assert.Equal(found.Split(' ').Order(), rows.Select(row => (string)row["ReminderName"]).Order());
        await Query("DeleteReminderRowsKey", new() { ["ServiceId"] = clusterId });
        Assert.Empty(await Query(query, new() { ["ServiceId"] = clusterId, ["BeginHash"] = begin, ["EndHash"] = end }));
    }

    [Fact]
    public async Task A_member_joins_and_changes_only_over_the_version_of_the_table_that_was_read()
    {
        var cluster = new Dictionary<string, object> { ["DeploymentId"] = clusterId };
        Assert.Equal(1, await Count("InsertMembershipVersionKey", cluster));
        Assert.Equal(0, await Count("InsertMembershipVersionKey", cluster));

        Assert.Equal(1, await Count("InsertMembershipKey", Member(port: 1, version: 0)));
        Assert.Equal(0, await Count("InsertMembershipKey", Member(port: 2, version: 0)));
        Assert.Equal(0, await Count("InsertMembershipKey", Member(port: 1, version: 1)));
        Assert.Equal(1, await Count("UpdateMembershipKey", Change(port: 1, version: 1, status: 3)));
        Assert.Equal(0, await Count("UpdateMembershipKey", Change(port: 1, version: 1, status: 6)));
        Assert.Equal(0, await Count("UpdateMembershipKey", Change(port: 2, version: 2, status: 6)));

        var row = Assert.Single(await Query("MembershipReadAllKey", cluster));
        Assert.Equal(2, row["Version"]);
        Assert.Equal(3, row["Status"]);
        Assert.Equal("127.0.0.1:1@1,now", row["SuspectTimes"]);
        Assert.Single(await Query("GatewaysQueryKey", new(cluster) { ["Status"] = 3 }));
    }

    [Fact]
    public async Task One_of_many_members_that_join_at_once_does()
    {
        await Query("InsertMembershipVersionKey", new() { ["DeploymentId"] = clusterId });

        var joined = await Task.WhenAll(Enumerable.Range(1, 10).Select(port =>
            Count("InsertMembershipKey", Member(port, version: 0))));

        Assert.Equal(1, joined.Sum());
        Assert.Single(await Query("MembershipReadAllKey", new() { ["DeploymentId"] = clusterId }));
    }

    [Fact]
    public async Task A_member_that_is_not_there_is_read_as_the_version_alone()
    {
        await Query("InsertMembershipVersionKey", new() { ["DeploymentId"] = clusterId });

        var row = Assert.Single(await Query("MembershipReadRowKey", Address(9)));

        Assert.Equal(0, row["Version"]);
        Assert.Equal(DBNull.Value, row["StartTime"]);
    }

    [Fact]
    public async Task Dead_members_are_cleaned_up_and_a_cluster_can_be_forgotten()
    {
        var cluster = new Dictionary<string, object> { ["DeploymentId"] = clusterId };
        await Query("InsertMembershipVersionKey", cluster);
        await Query("InsertMembershipKey", Member(port: 1, version: 0));
        await Query("InsertMembershipKey", Member(port: 2, version: 1));
        await Query("UpdateMembershipKey", Change(port: 1, version: 2, status: 3));
        var later = new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc);

        await Query("CleanupDefunctSiloEntriesKey", new(cluster) { ["IAmAliveTime"] = later });
        Assert.Equal(1, Assert.Single(await Query("MembershipReadAllKey", cluster))["Port"]);

        await Query("UpdateIAmAlivetimeKey", new(Address(1)) { ["IAmAliveTime"] = later });
        Assert.Equal(later, Assert.Single(await Query("MembershipReadAllKey", cluster))["IAmAliveTime"]);

        await Query("DeleteMembershipTableEntriesKey", cluster);
        Assert.Empty(await Query("MembershipReadAllKey", cluster));
    }

    private static StringComparer IgnoreCase => StringComparer.OrdinalIgnoreCase;

    private Dictionary<string, object> Storage() => new()
    {
        ["GrainIdHash"] = 7,
        ["GrainIdN0"] = 0L,
        ["GrainIdN1"] = 7L,
        ["GrainTypeHash"] = 7,
        ["GrainTypeString"] = "state",
        ["GrainIdExtensionString"] = DBNull.Value,
        ["ServiceId"] = clusterId,
    };

    private Dictionary<string, object> Reminder(string name, int hash) => new()
    {
        ["ServiceId"] = clusterId,
        ["GrainId"] = "order/1",
        ["ReminderName"] = name,
        ["StartTime"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        ["Period"] = 60_000,
        ["GrainHash"] = hash,
    };

    private Dictionary<string, object> Address(int port) => new()
    {
        ["DeploymentId"] = clusterId,
        ["Address"] = "127.0.0.1",
        ["Port"] = port,
        ["Generation"] = 1,
    };

    private Dictionary<string, object> Member(int port, int version) => new(Address(port))
    {
        ["SiloName"] = "silo",
        ["HostName"] = "host",
        ["Status"] = 1,
        ["ProxyPort"] = 30_000,
        ["StartTime"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        ["IAmAliveTime"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        ["Version"] = version,
    };

    private Dictionary<string, object> Change(int port, int version, int status) => new(Address(port))
    {
        ["Status"] = status,
        ["SuspectTimes"] = "127.0.0.1:1@1,now",
        ["IAmAliveTime"] = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
        ["Version"] = version,
    };

    private static Dictionary<string, object> Only(Dictionary<string, object> from, params string[] names) =>
        names.ToDictionary(name => name, name => from[name]);

    private async Task<int?> Write(Dictionary<string, object> key, int? version, byte payload)
    {
        var write = new Dictionary<string, object>(key)
        {
            ["GrainStateVersion"] = version is { } number ? number : DBNull.Value,
            ["PayloadBinary"] = new[] { payload },
        };
        return Assert.Single(await Query("WriteToStorageKey", write))["NewGrainStateVersion"] as int?;
    }

    private async Task<int> Count(string query, Dictionary<string, object> values) =>
        Convert.ToInt32(Assert.Single(Assert.Single(await Query(query, values))).Value, CultureInfo.InvariantCulture);

    /// <summary>Sends a text as Orleans does: by parameter name, typed, and prepared when it comes again.</summary>
    private async Task<List<Dictionary<string, object>>> Query(string key, Dictionary<string, object> values)
    {
        var text = await database.Value<string>($"select querytext from orleansquery where querykey = '{key}'");
        await using var command = database.Source.CreateCommand(text);
        foreach (var (name, value) in values)
            command.Parameters.Add(Parameter(name, value));

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object>>();
        while (await reader.ReadAsync())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue, IgnoreCase));

        return rows;
    }

    private static NpgsqlParameter Parameter(string name, object value) => value is not DBNull
        ? new(name, value)
        : new(name, name is "GrainStateVersion" ? NpgsqlTypes.NpgsqlDbType.Integer : NpgsqlTypes.NpgsqlDbType.Text)
        {
            Value = value,
        };
}
