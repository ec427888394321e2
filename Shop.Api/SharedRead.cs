namespace Shop;

/// <summary>
/// Lets many callers share one question. Who asks while one is under way waits for the next, which begins after all
/// of them came: nobody is told what was true before they asked. There is no timer, so a caller who is alone waits for
/// nobody.
/// </summary>
/// <remarks>
/// A failure is that of all who waited for it; the next question is asked anew. Who gives up leaves the others their
/// answer. When nobody is left, the question is given up, too.
/// </remarks>
/// <param name="read">Asks. It is never run twice at once.</param>
internal sealed class SharedRead<T>(Func<CancellationToken, Task<T>> read)
{
    private readonly Lock gate = new();
    private Round? gathering;
    private bool isReading;

    /// <summary>What is true now: asked after this was called.</summary>
    public async Task<T> Now(CancellationToken aborted)
    {
        var round = Join();
        try
        {
            return await round.Answer.Task.WaitAsync(aborted);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            if (IsLeftAlone(round))
                await round.Nobody.CancelAsync();
            throw;
        }
    }

    /// <remarks>The question belongs to no caller, so it does not run in the context of one.</remarks>
    private Round Join()
    {
        lock (gate)
        {
            gathering ??= new();
            gathering.Waiting++;
            if (!isReading)
            {
                isReading = true;
                ThreadPool.UnsafeQueueUserWorkItem(static shared => _ = shared.ReadOn(), this, preferLocal: false);
            }

            return gathering;
        }
    }

    private bool IsLeftAlone(Round round)
    {
        lock (gate)
            return --round.Waiting == 0 && round != gathering;
    }

    private async Task ReadOn()
    {
        while (Begin() is { } round)
        {
            try
            {
                round.Answer.SetResult(await read(round.Nobody.Token));
            }
            catch (Exception failure)
            {
                round.Answer.SetException(failure);
            }
        }
    }

    /// <summary>Who comes from here on waits for the next. Null when nobody waits.</summary>
    private Round? Begin()
    {
        lock (gate)
        {
            var round = gathering;
            gathering = null;
            isReading = round is { Waiting: > 0 };
            return isReading ? round : null;
        }
    }

    /// <summary>Those who share one answer.</summary>
    private sealed class Round
    {
        public int Waiting { get; set; }
        public CancellationTokenSource Nobody { get; } = new();

        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
