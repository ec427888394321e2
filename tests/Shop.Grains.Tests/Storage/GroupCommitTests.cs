using System.Collections.Concurrent;

namespace Shop.Storage;

public sealed class GroupCommitTests
{
    private readonly ConcurrentQueue<int> batches = new();

    [Fact]
    public async Task What_arrives_while_a_batch_is_stored_is_the_next_batch()
    {
        var commit = new TaskCompletionSource();
        await using var gate = Gate(new(), () => commit.Task);

        var first = gate.Add(1);
        await Eventually(() => batches.Count is 1);
        var others = Enumerable.Range(2, 500).Select(gate.Add).ToList();
        commit.SetResult();

        Assert.Equal(10, await first);
        Assert.Equal(Enumerable.Range(2, 500).Select(n => n * 10), await Task.WhenAll(others));
        Assert.Equal([1, 500], batches);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_its_limit()
    {
        var commit = new TaskCompletionSource();
        await using var gate = Gate(new(Batch: 40), () => commit.Task);

        var all = Enumerable.Range(0, 101).Select(gate.Add).ToList();
        commit.SetResult();
        await Task.WhenAll(all);

        Assert.All(batches, size => Assert.InRange(size, 1, 40));
        Assert.Equal(101, batches.Sum());
    }

    [Fact]
    public async Task Whoever_comes_when_too_much_waits_is_refused_at_once()
    {
        var commit = new TaskCompletionSource();
        await using var gate = Gate(new(Batch: 1, Waiting: 2), () => commit.Task);

        var first = gate.Add(1);
        await Eventually(() => batches.Count is 1);
        Task<int>[] waiting = [gate.Add(2), gate.Add(3)];

        await Assert.ThrowsAsync<UnavailableException>(() => gate.Add(4));
        commit.SetResult();
        var answers = await Task.WhenAll([first, .. waiting]);
        Assert.Equal([10, 20, 30], answers);
    }

    [Fact]
    public async Task A_writer_that_throws_fails_its_batch_and_no_other()
    {
        var commits = 0;
        await using var gate = Gate(new(), () => ++commits is 1 ? throw new IOException("full") : Task.CompletedTask);

        await Assert.ThrowsAsync<IOException>(() => gate.Add(1));

        Assert.Equal(20, await gate.Add(2));
    }

    [Fact]
    public async Task An_entry_without_an_answer_fails()
    {
        await using var gate = new GroupCommit<int, int>(new(), _ => Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(() => gate.Add(1));
    }

    [Fact]
    public async Task A_caller_who_dallies_does_not_hold_up_the_others()
    {
        await using var gate = Gate(new(), () => Task.CompletedTask);
        using var over = new ManualResetEventSlim();
        var dallying = Task.Run(() => Dally(gate.Add(1), over));

        Assert.Equal(20, await gate.Add(2));

        over.Set();
        await dallying;
    }

    [Fact]
    public async Task A_stop_stores_what_waits_and_lets_nobody_else_in()
    {
        var commit = new TaskCompletionSource();
        var gate = Gate(new(), () => commit.Task);
        var waiting = Enumerable.Range(0, 50).Select(gate.Add).ToList();

        var stopping = gate.DisposeAsync();
        await Assert.ThrowsAsync<UnavailableException>(() => gate.Add(51));
        commit.SetResult();
        await stopping;

        Assert.All(waiting, task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Two_writers_store_two_batches_at_once()
    {
        using var both = new Barrier(2);
        Task Writer(ReadOnlyMemory<Pending<int, int>> batch)
        {
            var met = both.SignalAndWait(TimeSpan.FromSeconds(20));
            return Answer(batch, () => met ? Task.CompletedTask : throw new TimeoutException("Nobody came."));
        }

        await using var gate = new GroupCommit<int, int>(new(Batch: 1), Writer, Writer);

        var answers = await Task.WhenAll(gate.Add(1), gate.Add(2));
        Assert.Equal([10, 20], answers);
    }

    [Fact]
    public async Task Another_writer_takes_part_when_many_wait()
    {
        var commit = new TaskCompletionSource();
        Task Writer(ReadOnlyMemory<Pending<int, int>> batch) => Answer(batch, () => commit.Task);
        var gate = new GroupCommit<int, int>(new(Crowd: 3), Writer, Writer);

        List<Task<int>> all = [gate.Add(1)];
        await Eventually(() => batches.Count is 1);
        all.AddRange([gate.Add(2), gate.Add(3)]);
        await Task.Delay(50);
        Assert.Equal([1], batches);
        all.Add(gate.Add(4));
        await Eventually(() => batches.Count is 2);
        all.Add(gate.Add(5));
        commit.SetResult();
        await gate.DisposeAsync();

        var answers = await Task.WhenAll(all);
        Assert.Equal([10, 20, 30, 40, 50], answers);
        Assert.Equal([1, 3], batches.Take(2));
    }

    private GroupCommit<int, int> Gate(GroupCommitLimits limits, Func<Task> commit) =>
        new(limits, batch => Answer(batch, commit));

    private async Task Answer(ReadOnlyMemory<Pending<int, int>> batch, Func<Task> commit)
    {
        batches.Enqueue(batch.Length);
        await commit();
        foreach (var pending in batch.Span)
            pending.SetResult(pending.Entry * 10);
    }

    private static async Task Dally(Task<int> answer, ManualResetEventSlim over)
    {
        await answer;
        over.Wait(TimeSpan.FromSeconds(20));
    }

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(1);
    }
}
