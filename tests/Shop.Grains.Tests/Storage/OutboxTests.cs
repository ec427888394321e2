using Orleans.Storage;
using Shop.Testing;

namespace Shop.Storage;

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly Guid _id = Guid.CreateVersion7();
    private TestDatabase _database = null!;
    private WidgetShelf _shelf = null!;

    public async Task InitializeAsync()
    {
        _database = await WidgetShelf.CreateDatabase();
        _shelf = new(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _shelf.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Messages_are_stored_with_the_state_that_carries_them_and_not_in_it()
    {
        var held = await _shelf.Add(_id, new Widget().Telling("made").Telling("sold"));
        await _shelf.Save(_id, held, new Widget { Quantity = 1 }.Telling("moved"));

        Assert.Equal(["made", "moved", "sold"], await Kinds());
        Assert.Equal("ada@example.com", await _database.Value<string>("select distinct recipient from outbox"));
        Assert.Equal(1, await _database.Value<int>("select distinct (body ->> 'a')::integer from outbox"));
        Assert.False(await _database.Value<bool>("select state::text like '%ada@example.com%' from widgets"));
        Assert.Empty((await _shelf.Load(_id)).State!.Messages);
    }

    [Fact]
    public async Task A_change_that_is_written_twice_tells_once()
    {
        var message = Guid.CreateVersion7();
        var held = await _shelf.Add(_id, new Widget().Telling("made", message));
        await _shelf.Save(_id, held, new Widget().Telling("made", message).Telling("sold"));

        Assert.Equal(["made", "sold"], await Kinds());
    }

    [Fact]
    public async Task A_write_that_loses_its_race_tells_nothing()
    {
        var stale = await _shelf.Load(_id);
        await _shelf.Add(_id, new Widget().Telling("made"));
        var others = Enumerable.Range(0, 50)
            .Select(_ => _shelf.Add(Guid.CreateVersion7(), new Widget().Telling("made"))).ToList();

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => _shelf.Save(_id, stale, new Widget().Telling("lost")));

        await Task.WhenAll(others);
        Assert.Equal(51, (await Kinds()).Count(kind => kind is "made"));
        Assert.DoesNotContain("lost", await Kinds());
    }

    [Fact]
    public async Task A_write_that_is_refused_tells_nothing()
    {
        var others = Enumerable.Range(0, 20)
            .Select(_ => _shelf.Add(Guid.CreateVersion7(), new Widget().Telling("made"))).ToList();
        var refused = _shelf.Add(_id, new Widget { Quantity = -1 }.Telling("refused"));

        await Assert.ThrowsAsync<ConstraintViolatedException>(() => refused);

        await Task.WhenAll(others);
        Assert.Equal(Enumerable.Repeat("made", 20), await Kinds());
    }

    [Fact]
    public async Task A_message_that_cannot_be_stored_takes_its_own_state_with_it_and_no_other()
    {
        var others = Enumerable.Range(0, 20)
            .Select(_ => _shelf.Add(Guid.CreateVersion7(), new Widget().Telling("made"))).ToList();
        var broken = _shelf.Add(_id, new Widget().Telling("broken", body: "no JSON"));

        await Assert.ThrowsAnyAsync<Exception>(() => broken);

        await Task.WhenAll(others);
        Assert.False((await _shelf.Load(_id)).RecordExists);
        Assert.DoesNotContain("broken", await Kinds());
    }

    [Fact]
    public async Task A_default_array_of_messages_is_none()
    {
        await _shelf.Add(_id, new Widget { Messages = default });

        Assert.Equal(0L, await _database.Value<long>("select count(*) from outbox"));
    }

    private Task<string[]> Kinds() => _database.Value<string[]>("select array_agg(kind order by kind) from outbox");
}
