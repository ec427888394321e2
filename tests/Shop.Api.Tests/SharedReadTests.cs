namespace Shop;

public class SharedReadTests
{
    private readonly List<TaskCompletionSource<int>> asked = [];
    private readonly List<CancellationToken> givenUp = [];
    private readonly SharedRead<int> shared;

    public SharedReadTests() => shared = new(Ask);

    [Fact]
    public async Task Who_asks_while_a_question_is_under_way_shares_the_next_one()
    {
        var first = shared.Now(CancellationToken.None);
        await Asked(1);
        var (second, third) = (shared.Now(CancellationToken.None), shared.Now(CancellationToken.None));

        asked[0].SetResult(1);
        await Asked(2);
        asked[1].SetResult(2);

        var answers = await Task.WhenAll(first, second, third);
        Assert.Equal([1, 2, 2], answers);
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task A_failure_is_theirs_who_waited_for_it_and_the_next_question_is_asked_anew()
    {
        var first = shared.Now(CancellationToken.None);
        await Asked(1);
        var (second, third) = (shared.Now(CancellationToken.None), shared.Now(CancellationToken.None));

        asked[0].SetResult(1);
        await Asked(2);
        asked[1].SetException(new TimeoutException());

        Assert.Equal(1, await first);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        await Assert.ThrowsAsync<TimeoutException>(() => third);
        var fourth = shared.Now(CancellationToken.None);
        await Asked(3);
        asked[2].SetResult(4);
        Assert.Equal(4, await fourth);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_others_their_answer()
    {
        using var impatience = new CancellationTokenSource();
        var patient = shared.Now(CancellationToken.None);
        await Asked(1);
        var impatient = shared.Now(impatience.Token);
        var other = shared.Now(CancellationToken.None);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        asked[0].SetResult(1);
        await Asked(2);
        asked[1].SetResult(2);
        var answers = await Task.WhenAll(patient, other);
        Assert.Equal([1, 2], answers);
        Assert.DoesNotContain(givenUp, token => token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_question_that_nobody_waits_for_is_given_up_and_the_next_is_not()
    {
        using var impatience = new CancellationTokenSource();
        var impatient = shared.Now(impatience.Token);
        await Asked(1);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.True(givenUp[0].IsCancellationRequested);
        var next = shared.Now(CancellationToken.None);
        asked[0].SetCanceled(CancellationToken.None);
        await Asked(2);
        asked[1].SetResult(2);
        Assert.Equal(2, await next);
    }

    [Fact]
    public async Task Nobody_is_told_what_was_true_before_they_asked()
    {
        var truth = 0;
        var reads = new SharedRead<int>(async _ =>
        {
            var seen = Volatile.Read(ref truth);
            await Task.Yield();
            return seen;
        });

        await Parallel.ForAsync(0, 20_000, async (_, cancel) =>
        {
            var before = Interlocked.Increment(ref truth);
            Assert.InRange(await reads.Now(cancel), before, int.MaxValue);
        });
    }

    private Task<int> Ask(CancellationToken nobody)
    {
        var question = new TaskCompletionSource<int>();
        lock (asked)
        {
            givenUp.Add(nobody);
            asked.Add(question);
        }

        return question.Task;
    }

    private async Task Asked(int times)
    {
        while (true)
        {
            lock (asked)
            {
                if (asked.Count >= times)
                    return;
            }

            await Task.Delay(1);
        }
    }
}
