using Shop.Testing;

namespace Shop.Storage;

public sealed class MigrationsTests
{
    private static readonly SchemaFile First =
        new("0001_boxes.sql", "create table boxes (n int); insert into boxes values (1)");

    private static readonly SchemaFile Third = new("0003_boxes_more.sql", "insert into boxes values (3)");

    [Fact]
    public async Task Nodes_that_start_at_once_apply_each_file_once()
    {
        var database = await TestDatabase.CreateEmpty();

        var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            Migrations.Apply(database.Source, CancellationToken.None)));

        var applied = Assert.Single(nodes, node => node.Count > 0);
        Assert.Equal(SchemaFile.All.Select(file => file.Name), applied);
        Assert.Equal(SchemaFile.All.Count, await database.Value<long>("select count(*) from schema_migrations"));
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_changed_after_it_was_applied_stops_the_start()
    {
        var database = await TestDatabase.CreateEmpty();
        await Apply(database, First);

        var changed = First with { Sql = "select 2" };
        var failure = await Assert.ThrowsAsync<SchemaException>(() => Apply(database, changed));

        Assert.StartsWith("Schema file 0001_boxes.sql was changed after it was applied", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_lower_number_that_comes_later_is_still_applied()
    {
        var database = await TestDatabase.CreateEmpty();
        await Apply(database, First, Third);

        var late = new SchemaFile("0002_boxes_late.sql", "insert into boxes values (2)");
        var applied = await Apply(database, First, late, Third);

        Assert.Equal(["0002_boxes_late.sql"], applied);
        Assert.Equal("132", await Boxes(database));
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_of_itself_and_keeps_those_before_it()
    {
        var database = await TestDatabase.CreateEmpty();
        var broken = new SchemaFile("0002_boxes_broken.sql", "insert into boxes values (2); select no_such_thing");

        var failure = await Assert.ThrowsAsync<SchemaException>(() => Apply(database, First, broken));

        Assert.Contains("0002_boxes_broken.sql", failure.Message);
        Assert.Contains("no_such_thing", failure.Message);
        Assert.Equal("1", await Boxes(database));
        Assert.Equal(["0002_boxes_broken.sql"], await Apply(database, First, broken with { Sql = "select 1" }));
        await database.DisposeAsync();
    }

    [Fact]
    public async Task The_lock_is_given_back_when_a_file_fails()
    {
        var database = await TestDatabase.CreateEmpty();
        await Assert.ThrowsAsync<SchemaException>(() => Apply(database, new SchemaFile("0001_bad.sql", "bad")));

        Assert.Equal(0L, await database.Value<long>("""
            select count(*)
            from   pg_locks join pg_database d on d.oid = database
            where  locktype = 'advisory' and datname = current_database()
            """));
        await database.DisposeAsync();
    }

    [Fact]
    public void A_check_out_with_other_line_ends_has_the_same_checksum() =>
        Assert.Equal(new SchemaFile("a", "one\ntwo\n").Checksum, new SchemaFile("b", "one\r\ntwo\r\n").Checksum);

    [Fact]
    public void Schema_files_are_numbered_and_no_number_is_used_twice()
    {
        Assert.All(SchemaFile.All, file => Assert.Matches(@"^\d{4}_[a-z]+(_[a-z]+)*\.sql$", file.Name));
        Assert.Distinct(SchemaFile.All.Select(file => file.Name[..4]));
    }

    private static Task<string> Boxes(TestDatabase database) =>
        database.Value<string>("select string_agg(n::text, '') from boxes");

    private static Task<IReadOnlyList<string>> Apply(TestDatabase database, params SchemaFile[] files) =>
        Migrations.Apply(database.Source, files, CancellationToken.None);
}
