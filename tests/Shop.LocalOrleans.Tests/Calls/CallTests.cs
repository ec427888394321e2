using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Calls;

public sealed class CallTests
{
    [Fact]
    public async Task Arguments_and_results_of_all_shapes_arrive()
    {
        var grain = await Grain();

        Assert.Equal(7, await grain.Add(3, 4));
        Assert.Equal("a, 1, 2.5, ", await grain.Join("a", 1L, 2.5m, null));
        Assert.Equal(new Parcel("book", 3), await grain.Same(new Parcel("book", 3)));
        Assert.Equal(9, await grain.AddAsValueTask(4, 5));
        await grain.DoAsValueTask();
        Assert.Null(await grain.Nothing());
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_with_its_type_its_message_and_where_it_was_thrown()
    {
        var grain = await Grain();

        var early = await Assert.ThrowsAsync<ArgumentException>(() => grain.FailBeforeAwait("now"));
        var late = await Assert.ThrowsAsync<ArgumentException>(() => grain.FailAfterAwait("then"));

        Assert.Equal(("now", "then"), (early.Message, late.Message));
        Assert.Contains($"{nameof(CallGrain)}.{nameof(CallGrain.FailBeforeAwait)}", early.StackTrace);
        Assert.Contains($"{nameof(CallGrain)}.{nameof(CallGrain.FailAfterAwait)}", late.StackTrace);
    }

    [Fact]
    public async Task An_exception_passes_through_a_grain_in_between()
    {
        var grain = await Grain();

        var failure = await Assert.ThrowsAsync<ArgumentException>(() => grain.FailElsewhere("deep"));

        Assert.Equal("deep", failure.Message);
        Assert.Contains(nameof(CallGrain.FailElsewhere), failure.StackTrace);
    }

    [Fact]
    public async Task A_failed_call_leaves_the_grain_active()
    {
        var grain = await Grain();
        var activation = await grain.Activation();

        await Assert.ThrowsAsync<ArgumentException>(() => grain.FailAfterAwait("once"));

        Assert.Equal(activation, await grain.Activation());
    }

    [Fact]
    public async Task A_one_way_call_returns_at_once_and_its_failure_is_nobodys()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<ICallGrain>(key);

        await grain.Tell("told");
        await grain.TellAndFail();
        await silo.Diary.ReadUntil(key.ToString(), "told in");
        silo.Diary.Gate(key.ToString()).SetResult();

        await silo.Diary.ReadUntil(key.ToString(), "told out");
        Assert.Equal(7, await grain.Add(3, 4));
    }

    [Fact]
    public async Task A_caller_that_cancels_stops_waiting_and_the_grain_sees_it_in_a_turn()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        using var cancel = new CancellationTokenSource();
        var call = silo.Grains.GetGrain<ICallGrain>(key).WaitForCancellation(cancel.Token);
        await silo.Diary.ReadUntil(key.ToString(), "waiting");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await silo.Diary.ReadUntil(key.ToString(), "cancelled in a turn");
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_was_made_fails_its_caller()
    {
        var grain = await Grain();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => grain.WaitForCancellation(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Several_calls_of_a_stateless_worker_run_at_once_and_no_more_than_it_allows()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();
        var worker = silo.Grains.GetGrain<IWorkerGrain>(key);

        var calls = Enumerable.Range(0, 10).Select(_ => worker.Work()).ToArray();
        await silo.Diary.ReadUntil(key.ToString(), "work in", times: 3);
        await Task.Delay(100);
        Assert.Equal(["work in", "work in", "work in"], silo.Diary.Read(key.ToString()));

        silo.Diary.Gate(key.ToString()).SetResult();
        var workers = await Task.WhenAll(calls);
        Assert.Equal(3, workers.Distinct().Count());
    }

    private static async Task<ICallGrain> Grain() =>
        (await TestSilo.Shared).Grains.GetGrain<ICallGrain>(Guid.CreateVersion7());
}
