using Orleans.Storage;
using Shop.Testing;

namespace Shop.Storage;

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly Guid id = Guid.CreateVersion7();
    private TestDatabase database = null!;
    private WidgetShelf shelf = null!;

    public async Task InitializeAsync()
    {
        database = await WidgetShelf.CreateDatabase();
        shelf = new(database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await shelf.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Messages_are_stored_with_the_state_that_carries_them_and_not_in_it()
    {
        var held = await shelf.Add(id, new Widget().Telling("made").Telling("sold"));
        await shelf.Save(id, held, new Widget { Quantity = 1 }.Telling("moved"));

        Assert.Equal(["made", "moved", "sold"], await Kinds());
        Assert.Equal("ada@example.com", await database.Value<string>("select distinct recipient from outbox"));
        Assert.Equal(1, await database.Value<int>("select distinct (body ->> 'a')::integer from outbox"));
        Assert.False(await database.Value<bool>("select state::text like '%ada@example.com%' from widgets"));
        Assert.Empty((await shelf.Load(id)).State!.Messages);
    }

    [Fact]
    public async Task A_change_that_is_written_twice_tells_once()
    {
        var message = Guid.CreateVersion7();
        var held = await shelf.Add(id, new Widget().Telling("made", message));
        await shelf.Save(id, held, new Widget().Telling("made", message).Telling("sold"));

        Assert.Equal(["made", "sold"], await Kinds());
    }

    [Fact]
    public async Task A_write_that_loses_its_race_tells_nothing()
    {
        var stale = await shelf.Load(id);
        await shelf.Add(id, new Widget().Telling("made"));
        var others = Enumerable.Range(0, 50)
            .Select(_ => shelf.Add(Guid.CreateVersion7(), new Widget().Telling("made"))).ToList();

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => shelf.Save(id, stale, new Widget().Telling("lost")));

        await Task.WhenAll(others);
        Assert.Equal(51, (await Kinds()).Count(kind => kind is "made"));
        Assert.DoesNotContain("lost", await Kinds());
    }

    [Fact]
    public async Task A_write_that_is_refused_tells_nothing()
    {
        var others = Enumerable.Range(0, 20)
            .Select(_ => shelf.Add(Guid.CreateVersion7(), new Widget().Telling("made"))).ToList();
        var refused = shelf.Add(id, new Widget { Quantity = -1 }.Telling("refused"));

        await Assert.ThrowsAsync<ConstraintViolatedException>(() => refused);

        await Task.WhenAll(others);
        Assert.Equal(Enumerable.Repeat("made", 20), await Kinds());
    }

    [Fact]
    public async Task A_message_that_cannot_be_stored_takes_its_own_state_with_it_and_no_other()
    {
        var others = Enumerable.Range(0, 20)
            .Select(_ => shelf.Add(Guid.CreateVersion7(), new Widget().Telling("made"))).ToList();
        var broken = shelf.Add(id, new Widget().Telling("broken", body: "no JSON"));

        await Assert.ThrowsAnyAsync<Exception>(() => broken);

        await Task.WhenAll(others);
        Assert.False((await shelf.Load(id)).RecordExists);
        Assert.DoesNotContain("broken", await Kinds());
    }

    [Fact]
    public async Task A_default_array_of_messages_is_none()
    {
        await shelf.Add(id, new Widget { Messages = default });

        Assert.Equal(0L, await database.Value<long>("select count(*) from outbox"));
    }

    private Task<string[]> Kinds() => database.Value<string[]>("select array_agg(kind order by kind) from outbox");
}
