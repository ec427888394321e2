using Orleans.Storage;
using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.State;

/// <summary>States in PostgreSQL. Two silos that know nothing of each other stand for a duplicate activation.</summary>
public sealed class DatabaseStateTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestSilo silo = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Create();
        silo = await TestSilo.Start(database.Serve);
    }

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_state_outlives_the_process()
    {
        var written = await Shelf("sku-1").Put(7);
        await silo.Stop();

        await using var next = await TestSilo.Start(database.Serve);

        Assert.Equal(new ShelfView(7, "1", true), written);
        Assert.Equal(written, await Shelf("sku-1", next).View());
    }

    [Fact]
    public async Task A_row_is_keyed_and_versioned_as_Orleans_does_it()
    {
        await Shelf("sku-1").Put(7);
        await Shelf("sku-1").Put(8);
        await Shelf("0012").Put(9);

        Assert.Equal(
            "265390006, 0, 0, sku-1, shelf, tests, 2, {\"Books\":8}; "
            + "-213076014, 0, 18, , shelf, tests, 1, {\"Books\":9}",
            await database.Scalar<string>(
                """
                select string_agg(
                         concat_ws(', ', grainidhash, grainidn0, grainidn1, coalesce(grainidextensionstring, ''),
                           graintypestring, serviceid, version, convert_from(payloadbinary, 'utf8')),
                         '; ' order by grainidn1)
                from orleansstorage
                """));
    }

    [Fact]
    public async Task A_write_that_lost_the_race_fails_and_its_grain_comes_back_with_what_is_stored()
    {
        await using var other = await TestSilo.Start(database.Serve);
        await Shelf("sku-1").Put(1);
        Assert.Equal(2, (await Shelf("sku-1", other).Put(2)).Books);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Shelf("sku-1").Put(3));

        Assert.Equal(new ShelfView(2, "2", true), await Shelf("sku-1").View());
        Assert.Equal(new ShelfView(4, "3", true), await Shelf("sku-1").Put(4));
    }

    [Fact]
    public async Task Of_two_first_writes_at_once_one_wins()
    {
        await using var other = await TestSilo.Start(database.Serve);
        foreach (var key in Enumerable.Range(0, 20).Select(i => $"sku-{i}"))
        {
            await Task.WhenAll(Shelf(key).View(), Shelf(key, other).View());

            var outcomes = await Task.WhenAll(TryPut(Shelf(key), 1), TryPut(Shelf(key, other), 2));

            Assert.Single(outcomes, won => won);
            Assert.Equal(await Shelf(key).View(), await Shelf(key, other).ReadAgain());
        }

        Assert.Equal(20L, await database.Scalar<long>("select count(*) from orleansstorage"));
    }

    [Fact]
    public async Task Many_grains_write_at_once_and_each_hears_of_its_own_write()
    {
        await using var other = await TestSilo.Start(database.Serve);
        string[] keys = [.. Enumerable.Range(0, 300).Select(i => $"sku-{i}")];
        await Task.WhenAll(keys.Select(key => Shelf(key).Put(1)));
        await Task.WhenAll(keys.Where((_, i) => i % 3 == 0).Select(key => Shelf(key, other).Put(2)));

        var outcomes = await Task.WhenAll(keys.Select(key => TryPut(Shelf(key), 3)));

        Assert.All(outcomes, (won, i) => Assert.Equal(i % 3 != 0, won));
        var stored = await Task.WhenAll(keys.Select(key => Shelf(key).ReadAgain()));
        Assert.All(stored, (view, i) => Assert.Equal(i % 3 == 0 ? 2 : 3, view.Books));
    }

    [Fact]
    public async Task A_cleared_state_keeps_its_version()
    {
        await Shelf("sku-1").Put(7);

        Assert.Equal(new ShelfView(0, "2", false), await Shelf("sku-1").Clear());
        await Shelf("sku-1").Leave();
        Assert.Equal(new ShelfView(0, "2", false), await Shelf("sku-1").View());
        Assert.Equal(new ShelfView(8, "3", true), await Shelf("sku-1").Put(8));
    }

    [Fact]
    public async Task A_write_fails_while_the_table_is_away_and_succeeds_when_it_is_back()
    {
        await Shelf("sku-1").Put(1);
        await database.Execute("alter table orleansstorage rename to elsewhere");

        await Assert.ThrowsAnyAsync<OrleansException>(() => Shelf("sku-1").Put(2));
        Assert.Equal(1, (await Shelf("sku-1").View()).Books);
        await database.Execute("alter table elsewhere rename to orleansstorage");

        Assert.Equal(new ShelfView(3, "2", true), await Shelf("sku-1").Put(3));
    }

    private static async Task<bool> TryPut(IDatabaseShelfGrain shelf, int books)
    {
        try
        {
            await shelf.Put(books);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private IDatabaseShelfGrain Shelf(string key, TestSilo? where = null) =>
        (where ?? silo).Grains.GetGrain<IDatabaseShelfGrain>(key);
}
