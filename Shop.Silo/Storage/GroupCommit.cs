namespace Shop.Storage;

/// <summary>
/// Lets many callers share one commit. What arrives while a batch is being stored gathers and is the next batch; there
/// is no timer, so a caller who is alone waits for nobody.
/// </summary>
/// <remarks>
/// Each writer has a thread of its own: an answer of the database is not kept waiting behind the hundreds of callers
/// whom the answer before has set going. Each caller gets an answer of its own. The threads never run a caller's code,
/// however long that takes.
/// <para>
/// <see cref="DisposeAsync"/> lets nobody else in, stores what waits and returns when the last batch is answered.
/// </para>
/// </remarks>
internal sealed class GroupCommit<TEntry, TResult> : IAsyncDisposable
{
    private readonly Queue<Pending<TEntry, TResult>> queue = new();
    private readonly ManualResetEventSlim some = new(initialState: false, spinCount: 0);
    private readonly ManualResetEventSlim crowd = new(initialState: false, spinCount: 0);
    private readonly GroupCommitLimits limits;
    private readonly Task writing;
    private bool closed;

    /// <param name="limits">How much may go into one batch, and how much may wait.</param>
    /// <param name="writers">
    /// What stores a batch; as many batches as there are writers may be under way at once. A writer answers every entry
    /// of its batch. When it throws, all entries it has not answered fail with that exception. The memory is the
    /// thread's own and is used again when the writer is done.
    /// </param>
    public GroupCommit(GroupCommitLimits limits, params Func<ReadOnlyMemory<Pending<TEntry, TResult>>, Task>[] writers)
    {
        this.limits = limits;
        writing = Task.WhenAll(writers.Index().Select(one => Task.Factory.StartNew(
            () => Run(one.Item, isFirst: one.Index == 0),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    /// <summary>Completes when the entry is stored, or fails as its batch or the entry alone failed.</summary>
    /// <exception cref="UnavailableException">Too much waits already, or the process is stopping.</exception>
    public Task<TResult> Add(TEntry entry)
    {
        var pending = new Pending<TEntry, TResult>(entry);
        lock (queue)
        {
            if (closed)
                throw new UnavailableException("The shop is stopping.");
            if (queue.Count >= limits.Waiting)
                throw new UnavailableException("More is waiting to be stored than can be stored in good time.");

            queue.Enqueue(pending);
            Signal();
        }

        return pending.Task;
    }

    public async ValueTask DisposeAsync()
    {
        lock (queue)
        {
            closed = true;
            Signal();
        }

        await writing;
    }

    /// <summary>Tells the writers whether there is something for them.</summary>
    private void Signal()
    {
        Set(some, queue.Count > 0 || closed);
        Set(crowd, queue.Count >= limits.Crowd || closed);
    }

    private static void Set(ManualResetEventSlim signal, bool on)
    {
        if (on && !signal.IsSet)
            signal.Set();
        else if (!on && signal.IsSet)
            signal.Reset();
    }

    private void Run(Func<ReadOnlyMemory<Pending<TEntry, TResult>>, Task> writer, bool isFirst)
    {
        var batch = new Pending<TEntry, TResult>[limits.Batch];
        while (true)
        {
            var enough = isFirst ? some : crowd;
            enough.Wait();
            if (limits.Patient)
                LetOthersCome();

            if (Take(batch, enough) is > 0 and var count)
                Store(writer, batch.AsMemory(0, count));
            else if (closed)
                return;
        }
    }

    /// <summary>Waits until the thread pool has begun what is ready to run now.</summary>
    private static void LetOthersCome()
    {
        using var turn = new ManualResetEventSlim(initialState: false, spinCount: 0);
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.Set(), turn, preferLocal: false);
        turn.Wait();
    }

    /// <summary>Nothing when another writer was faster.</summary>
    private int Take(Pending<TEntry, TResult>[] batch, ManualResetEventSlim enough)
    {
        lock (queue)
        {
            var count = 0;
            while (enough.IsSet && count < batch.Length && queue.TryDequeue(out var next))
                batch[count++] = next;

            Signal();
            return count;
        }
    }

    private static void Store(
        Func<ReadOnlyMemory<Pending<TEntry, TResult>>, Task> writer, Memory<Pending<TEntry, TResult>> batch)
    {
        Exception? failure = null;
        try
        {
            writer(batch).GetAwaiter().GetResult();
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        foreach (var pending in batch.Span)
        {
            if (!pending.Task.IsCompleted)
                pending.SetException(failure ?? new InvalidOperationException("The writer left an entry unanswered."));
        }

        batch.Span.Clear();
    }
}

/// <summary>One caller's entry on its way into storage.</summary>
internal sealed class Pending<TEntry, TResult>(TEntry entry)
    : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public TEntry Entry { get; } = entry;
}

/// <summary>Bounds of a <see cref="GroupCommit{TEntry, TResult}"/>.</summary>
/// <param name="Batch">The most entries in one commit: the more, the longer the first of them waits.</param>
/// <param name="Waiting">The most entries that may wait; beyond it callers are refused at once.</param>
/// <param name="Crowd">
/// So many must wait before another writer than the first takes them: of fewer one commit is cheaper than two.
/// </param>
/// <param name="Patient">
/// Before a batch is taken, whoever is ready to run may run and add to it: for entries that come one by one out of much
/// other work, of which few large commits are cheaper than many small ones.
/// </param>
internal sealed record GroupCommitLimits(
    int Batch = 1_000, int Waiting = 20_000, int Crowd = 1, bool Patient = false);
