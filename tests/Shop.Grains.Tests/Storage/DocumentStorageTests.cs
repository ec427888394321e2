using Orleans.Storage;
using Shop.Testing;

namespace Shop.Storage;

public sealed class DocumentStorageTests : IAsyncLifetime
{
    private readonly Guid widget = Guid.CreateVersion7();
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
    public async Task A_document_that_was_never_written_is_read_as_a_new_state()
    {
        var held = await shelf.Load(widget);

        Assert.False(held.RecordExists);
        Assert.Null(held.ETag);
        Assert.NotNull(held.State);
    }

    [Fact]
    public async Task A_document_is_read_as_it_was_written()
    {
        var written = await shelf.Add(widget, new() { Slug = "one", Quantity = 3, Tags = ["a", "b"] });
        await shelf.Save(widget, written, written.State! with { Quantity = 4 });

        var read = await shelf.Load(widget);

        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal("a b", string.Join(' ', read.State!.Tags));
        Assert.Equal(4, await database.Value<int>("select quantity from widgets where slug = 'one'"));
    }

    [Fact]
    public async Task Writes_that_come_together_share_a_few_commits()
    {
        await shelf.Add(widget, new());
        var before = await Transactions();

        var ids = Many(500);
        var held = await Task.WhenAll(ids.Select(id => shelf.Add(id, new())));
        await Task.WhenAll(ids.Zip(held).Select(each => shelf.Save(each.First, each.Second, new() { Quantity = 1 })));

        Assert.InRange(await Transactions() - before, 2, 200);
        Assert.Equal(500L, await database.Value<long>("select count(*) from widgets where quantity = 1"));
    }

    [Fact]
    public async Task Documents_of_many_kinds_and_all_kinds_of_writes_share_a_commit()
    {
        var old = await shelf.Add(widget, new());
        var gone = Guid.CreateVersion7();
        var going = await shelf.Add(gone, new());
        var fresh = Guid.CreateVersion7();

        await Task.WhenAll(
            shelf.Save(widget, old, new() { Quantity = 1 }),
            shelf.Clear(gone, going),
            shelf.Add(fresh, new Widget { Quantity = 2 }.Telling("made")),
            shelf.Add(fresh, new() { Quantity = 3 }, "gadgets"));

        Assert.Equal(1, (await shelf.Load(widget)).State!.Quantity);
        Assert.False((await shelf.Load(gone)).RecordExists);
        Assert.Equal(2, (await shelf.Load(fresh)).State!.Quantity);
        Assert.Equal(3, (await shelf.Load(fresh, "gadgets")).State!.Quantity);
    }

    [Fact]
    public async Task A_stale_write_fails_its_caller_and_nobody_else()
    {
        await shelf.Add(widget, new() { Quantity = 1 });
        var stale = await shelf.Load(widget);
        await shelf.Save(widget, await shelf.Load(widget), new() { Quantity = 2 });

        var late = shelf.Save(widget, stale, new() { Quantity = 3 });
        var others = Many(100).Select(id => shelf.Add(id, new())).ToList();

        await Assert.ThrowsAsync<InconsistentStateException>(() => late);
        await Task.WhenAll(others);
        Assert.Equal(2, (await shelf.Load(widget)).State!.Quantity);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_many_activations_that_write_one_document_at_once_one_wins(bool isThere)
    {
        if (isThere)
            await shelf.Add(widget, new());

        await using var elsewhere = new WidgetShelf(database.ConnectionString);
        var held = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shelf.Load(widget)));
        var writes = held.Select((one, n) =>
            (n % 2 is 0 ? shelf : elsewhere).Save(widget, one, new() { Quantity = n })).ToList();
        var outcomes = await Task.WhenAll(writes.Select(Outcome));

        var winner = Assert.Single(Enumerable.Range(0, 20), n => outcomes[n] is null);
        Assert.All(outcomes, outcome => Assert.True(outcome is null or InconsistentStateException));
        Assert.Equal(winner, (await shelf.Load(widget)).State!.Quantity);
    }

    [Fact]
    public async Task A_unique_rule_fails_the_guilty_caller_alone_and_is_named()
    {
        await shelf.Add(widget, new() { Slug = "taken" });
        var innocent = Many(120).Select(id => shelf.Add(id, new())).ToList();
        var guilty = shelf.Add(Guid.CreateVersion7(), new() { Slug = "taken" });
        var negative = shelf.Add(Guid.CreateVersion7(), new() { Quantity = -1 });
        innocent.AddRange(Many(120).Select(id => shelf.Add(id, new())));

        var slug = await Assert.ThrowsAsync<ConstraintViolatedException>(() => guilty);
        var quantity = await Assert.ThrowsAsync<ConstraintViolatedException>(() => negative);
        Assert.Equal("widgets_slug_is_taken", slug.Constraint);
        Assert.Equal("widgets_quantity_is_negative", quantity.Constraint);
        await Task.WhenAll(innocent);
        Assert.Equal(241L, await database.Value<long>("select count(*) from widgets"));
    }

    [Fact]
    public async Task Of_many_documents_that_want_one_slug_at_once_one_gets_it()
    {
        var writes = Many(30).Select(id => shelf.Add(id, new() { Slug = "wanted" })).ToList();
        var outcomes = await Task.WhenAll(writes.Select(Outcome));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(29, outcomes.OfType<ConstraintViolatedException>().Count());
        Assert.Equal(1L, await database.Value<long>("select count(*) from widgets"));
    }

    [Fact]
    public async Task A_write_that_the_commit_refuses_was_never_acknowledged()
    {
        var innocent = Many(50).Select(id => shelf.Add(id, new())).ToList();
        var wanting = Many(2).Select(id => shelf.Add(id, new() { Badge = "one" })).ToList();
        var outcomes = await Task.WhenAll(wanting.Select(Outcome));

        await Task.WhenAll(innocent);
        Assert.Single(outcomes, outcome => outcome is null);
        var refused = Assert.Single(outcomes.OfType<ConstraintViolatedException>());
        Assert.Equal("widgets_badge_is_taken", refused.Constraint);
        Assert.Equal(1L, await database.Value<long>("select count(*) from widgets where badge = 'one'"));
    }

    [Fact]
    public async Task A_document_that_PostgreSQL_cannot_store_fails_alone()
    {
        var innocent = Many(50).Select(id => shelf.Add(id, new())).ToList();
        var guilty = shelf.Add(widget, new() { Slug = "zero\0byte" });

        await Assert.ThrowsAnyAsync<Exception>(() => guilty);
        await Task.WhenAll(innocent);
        Assert.False((await shelf.Load(widget)).RecordExists);
    }

    [Fact]
    public async Task A_document_that_is_cleared_is_gone_and_can_be_made_again()
    {
        var held = await shelf.Add(widget, new() { Quantity = 1 });
        await shelf.Clear(widget, held);

        Assert.False(held.RecordExists);
        Assert.Null(held.ETag);
        Assert.Equal(0, held.State!.Quantity);
        Assert.Equal(0L, await database.Value<long>("select count(*) from widgets"));

        await shelf.Save(widget, held, new() { Quantity = 2 });
        Assert.Equal(2, (await shelf.Load(widget)).State!.Quantity);
    }

    [Fact]
    public async Task An_activation_that_slept_through_a_clearing_cannot_overwrite_what_came_after()
    {
        var sleeper = await shelf.Add(widget, new() { Quantity = 1 });
        var awake = await shelf.Load(widget);
        await shelf.Clear(widget, awake);
        await shelf.Save(widget, awake, new() { Quantity = 2 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => shelf.Save(widget, sleeper, new() { Quantity = 3 }));
        await Assert.ThrowsAsync<InconsistentStateException>(() => shelf.Clear(widget, sleeper));
        Assert.Equal(2, (await shelf.Load(widget)).State!.Quantity);
    }

    [Fact]
    public async Task Clearing_what_one_never_saw_is_a_conflict_when_somebody_else_wrote_it()
    {
        var unaware = await shelf.Load(widget);
        await shelf.Clear(widget, unaware);
        await shelf.Add(widget, new());

        await Assert.ThrowsAsync<InconsistentStateException>(() => shelf.Clear(widget, unaware));
    }

    [Fact]
    public async Task Many_documents_are_read_at_once()
    {
        var ids = Many(300);
        await Task.WhenAll(ids.Select((id, n) => shelf.Add(id, new() { Quantity = n })));

        var read = await Task.WhenAll(ids.Concat(ids).Select(id => shelf.Load(id)));

        var expected = Enumerable.Range(0, 300);
        Assert.Equal(expected.Concat(expected), read.Select(held => held.State!.Quantity));
    }

    [Fact]
    public async Task A_table_that_is_missing_fails_those_who_want_it_and_nobody_else()
    {
        await shelf.Add(widget, new() { Quantity = 5 });

        var reads = Enumerable.Range(0, 20).Select(_ => shelf.Load(widget)).ToList();
        var lost = Enumerable.Range(0, 20).Select(_ => Outcome(shelf.Load(widget, "no_such_table"))).ToList();

        Assert.All(await Task.WhenAll(reads), held => Assert.Equal(5, held.State!.Quantity));
        Assert.All(await Task.WhenAll(lost), Assert.NotNull);
        await Assert.ThrowsAnyAsync<Exception>(() => shelf.Add(widget, new(), "no_such_table"));
    }

    [Fact]
    public async Task A_key_that_is_no_Guid_is_refused()
    {
        var held = new GrainState<Widget>(new Widget());

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => shelf.Storage.WriteStateAsync("widgets", GrainId.Create("widget", "mug"), held));

        Assert.Equal("widget/mug cannot keep 'widgets' as a document: its key is no Guid.", refusal.Message);
    }

    [Theory]
    [InlineData("Widgets")]
    [InlineData("widgets; drop table widgets")]
    [InlineData("")]
    public async Task A_state_name_that_is_no_plain_table_name_is_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => shelf.Load(widget, name));

    [Fact]
    public async Task A_stop_stores_what_was_asked_for_before()
    {
        var writes = Many(200).Select(id => shelf.Add(id, new())).ToList();

        await shelf.DisposeAsync();

        await Task.WhenAll(writes);
        Assert.Equal(200L, await database.Value<long>("select count(*) from widgets"));
    }

    private static List<Guid> Many(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    private static Task<Exception?> Outcome(Task task) => Record.ExceptionAsync(() => task)!;

    /// <summary>How many transactions have written something so far.</summary>
    private Task<long> Transactions() => database.Value<long>("select txid_snapshot_xmax(txid_current_snapshot())");
}
