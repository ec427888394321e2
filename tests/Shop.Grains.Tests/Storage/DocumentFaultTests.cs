using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Orleans.Storage;
using Shop.Testing;

namespace Shop.Storage;

/// <summary>The database goes away, comes back, and dies at the moments that hurt.</summary>
public sealed class DocumentFaultTests : IAsyncLifetime
{
    private readonly Guid widget = Guid.CreateVersion7();
    private TestDatabase database = null!;
    private FlakyLink link = null!;
    private WidgetShelf widgets = null!;

    public async Task InitializeAsync()
    {
        database = await WidgetShelf.CreateDatabase();
        link = new(database.ConnectionString);
        widgets = new(link.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await widgets.DisposeAsync();
        await link.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task While_the_database_is_away_callers_hear_that_nothing_was_done_and_afterwards_all_is_well()
    {
        link.Cut();

        await Assert.ThrowsAsync<UnavailableException>(() => widgets.Add(widget, new()));
        await Assert.ThrowsAsync<UnavailableException>(() => widgets.Load(widget));

        link.Mend();
        await widgets.Add(widget, new() { Quantity = 1 });
        Assert.Equal(1, (await widgets.Load(widget)).State!.Quantity);
    }

    [Fact]
    public async Task When_the_answer_is_lost_the_outcome_is_unknown_to_everyone_in_the_batch()
    {
        await widgets.Add(widget, new());
        link.LoseNextAnswer();

        var writes = Enumerable.Range(0, 40).Select(_ => Outcome(widgets.Add(Guid.CreateVersion7(), new()))).ToList();
        var outcomes = await Task.WhenAll(writes);

        var unknown = outcomes.OfType<InconsistentStateException>().ToList();
        Assert.NotEmpty(unknown);
        Assert.All(outcomes, outcome => Assert.True(outcome is null or InconsistentStateException));
        Assert.All(unknown, outcome => Assert.Contains("before it told whether the write was stored", outcome.Message));
        Assert.Distinct(unknown);
    }

    [Fact]
    public async Task What_was_stored_without_an_answer_is_found_by_the_next_activation()
    {
        // The first of a kind is prepared in a round trip of its own.
        var held = await widgets.Add(widget, new());
        await widgets.Save(widget, held, new Widget { Quantity = 1 }.Telling("one"));
        link.LoseNextAnswer();

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => widgets.Save(widget, held, new Widget { Quantity = 2 }.Telling("two")));

        await Assert.ThrowsAsync<InconsistentStateException>(() => widgets.Save(widget, held, new() { Quantity = 3 }));
        Assert.Equal(2, (await widgets.Load(widget)).State!.Quantity);
        Assert.Equal(2L, await database.Value<long>("select count(*) from outbox"));
    }

    [Fact]
    public async Task What_never_reached_the_database_is_not_there()
    {
        var held = await widgets.Add(widget, new() { Quantity = 1 });
        link.LoseNextRequest();

        await Assert.ThrowsAsync<InconsistentStateException>(() => widgets.Save(widget, held, new() { Quantity = 2 }));

        Assert.Equal(1, (await widgets.Load(widget)).State!.Quantity);
        await widgets.Save(widget, held, new() { Quantity = 3 });
    }

    [Fact]
    public async Task A_connection_that_the_server_ended_is_replaced()
    {
        await widgets.Add(widget, new());
        await EndConnections();

        await Outcome(widgets.Add(Guid.CreateVersion7(), new()));
        var second = await Outcome(widgets.Add(Guid.CreateVersion7(), new()));

        Assert.Null(second);
    }

    [Fact]
    public async Task A_row_that_somebody_holds_is_not_waited_for_long()
    {
        var held = await widgets.Add(widget, new());
        await using var holder = await database.Source.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select from widgets for update", holder))
            await hold.ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<UnavailableException>(() => widgets.Save(widget, held, new() { Quantity = 2 }));

        await transaction.RollbackAsync();
        await widgets.Save(widget, held, new() { Quantity = 3 });
    }

    /// <summary>
    /// Activations add one to counters while connections die under them. Whatever is acknowledged is stored once; what
    /// nobody knew may be stored or not; nothing else is.
    /// </summary>
    [Fact]
    public async Task No_acknowledged_change_is_lost_and_none_is_made_twice_while_connections_die()
    {
        await using var other = new WidgetShelf(database.ConnectionString);
        var counters = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
        var acknowledged = new int[counters.Count];
        var unknown = new int[counters.Count];
        using var over = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        var killer = Kill(over.Token);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(activation => Task.Run(async () =>
        {
            var shelf = activation % 2 is 0 ? widgets : other;
            for (var turn = activation; !IsEnough() && !over.IsCancellationRequested; turn++)
                await Increment(shelf, counters, turn % counters.Count, acknowledged, unknown);
        })));
        await over.CancelAsync();
        await killer;

        await using var calm = new WidgetShelf(database.ConnectionString);
        for (var n = 0; n < counters.Count; n++)
        {
            var stored = (await calm.Load(counters[n])).State!.Quantity;
            Assert.InRange(stored, acknowledged[n], acknowledged[n] + unknown[n]);
        }

        Assert.True(IsEnough());

        bool IsEnough() => acknowledged.Sum() > 100 && unknown.Sum() > 3;
    }

    /// <summary>Whatever mixture of good and bad writes is in a batch, each is answered as if it were alone.</summary>
    [Fact]
    public void Every_write_of_any_batch_gets_the_answer_it_would_get_alone() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(
            ArbMap.Default.ArbFor<NonEmptyArray<byte>>(),
            kinds => Task.Run(() => AnswersFit(kinds.Get)).GetAwaiter().GetResult()));

    private async Task AnswersFit(byte[] kinds)
    {
        var writes = kinds.Select(kind => (Kind: kind % 4, Id: Guid.CreateVersion7())).ToList();
        var taken = Guid.CreateVersion7().ToString();
        await widgets.Add(Guid.CreateVersion7(), new() { Slug = taken });
        var outcomes = await Task.WhenAll(writes.Select(write => Outcome(widgets.Add(write.Id, write.Kind switch
        {
            0 => new() { Slug = taken },
            1 => new() { Quantity = -1 },
            2 => new Widget { Slug = write.Id.ToString() }.Telling("good", write.Id),
            _ => new(),
        }))));

        var stored = await database.Value<Guid[]>("select coalesce(array_agg(id), '{}') from widgets");
        foreach (var ((kind, id), outcome) in writes.Zip(outcomes))
        {
            Assert.Equal(kind is 0 or 1, outcome is ConstraintViolatedException);
            Assert.Equal(kind is 2 or 3, outcome is null);
            Assert.Equal(kind is 2 or 3, stored.Contains(id));
        }

        var told = await database.Value<long>("select count(*) from outbox join widgets using (id)");
        Assert.Equal(told, await database.Value<long>("select count(*) from outbox"));
    }

    private static async Task Increment(
        WidgetShelf shelf, List<Guid> counters, int n, int[] acknowledged, int[] unknown)
    {
        try
        {
            var held = await shelf.Load(counters[n]);
            await shelf.Save(counters[n], held, held.State! with { Quantity = held.State.Quantity + 1 });
            Interlocked.Increment(ref acknowledged[n]);
        }
        catch (InconsistentStateException lost) when (lost.InnerException is OutcomeUnknownException)
        {
            Interlocked.Increment(ref unknown[n]);
        }
        catch (Exception nothingDone) when (nothingDone is InconsistentStateException or UnavailableException)
        {
            await Task.Yield();
        }
    }

    private async Task Kill(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await EndConnections();
            link.LoseNextAnswer();
            await Task.Delay(60, CancellationToken.None);
        }
    }

    private Task EndConnections() => database.Run("""
        select pg_terminate_backend(pid) from pg_stat_activity
        where  datname = current_database() and pid <> pg_backend_pid() and state <> 'idle in transaction'
        """);

    private static Task<Exception?> Outcome(Task task) => Record.ExceptionAsync(() => task)!;
}
