using System.Threading.Channels;

namespace Shop.Storage;

/// <summary>
/// Lets many callers share one commit. What arrives while a batch is being stored gathers and is the next batch; there
/// is no timer, so a caller who is alone waits for nobody.
/// </summary>
/// <remarks>
/// Each caller gets an answer of its own. The loop never runs a caller's code, however long that takes.
/// <para>
/// <see cref="DisposeAsync"/> lets nobody else in, stores what waits and returns when the last batch is answered.
/// </para>
/// </remarks>
internal sealed class GroupCommit<TEntry, TResult> : IAsyncDisposable
{
    private readonly Channel<Pending<TEntry, TResult>> queue;
    private readonly Channel<bool> crowds = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly GroupCommitLimits limits;
    private readonly Task loops;
    private volatile bool closed;

    /// <param name="limits">How much may go into one batch, and how much may wait.</param>
    /// <param name="writers">
    /// What stores a batch; as many batches as there are writers may be under way at once. A writer answers every entry
    /// of its batch. When it throws, all entries it has not answered fail with that exception. The memory is the loop's
    /// own and is used again when the writer is done.
    /// </param>
    public GroupCommit(GroupCommitLimits limits, params Func<ReadOnlyMemory<Pending<TEntry, TResult>>, Task>[] writers)
    {
        this.limits = limits;
        queue = Channel.CreateBounded<Pending<TEntry, TResult>>(
            new BoundedChannelOptions(limits.Waiting) { SingleReader = writers.Length == 1 });
        loops = Task.WhenAll(writers.Index().Select(one => Task.Run(() => Run(one.Item, isFirst: one.Index == 0))));
    }

    /// <summary>Completes when the entry is stored, or fails as its batch or the entry alone failed.</summary>
    /// <exception cref="UnavailableException">Too much waits already, or the process is stopping.</exception>
    public Task<TResult> Add(TEntry entry)
    {
        var pending = new Pending<TEntry, TResult>(entry);
        if (queue.Writer.TryWrite(pending))
        {
            if (limits.Crowd > 1 && IsCrowd)
                crowds.Writer.TryWrite(true);

            return pending.Task;
        }

        throw new UnavailableException(closed
            ? "The shop is stopping."
            : "More is waiting to be stored than can be stored in good time.");
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        queue.Writer.TryComplete();
        crowds.Writer.TryComplete();
        await loops;
    }

    private bool IsCrowd => queue.Reader.Count >= limits.Crowd;

    private async Task Run(Func<ReadOnlyMemory<Pending<TEntry, TResult>>, Task> writer, bool isFirst)
    {
        var batch = new Pending<TEntry, TResult>[limits.Batch];
        while (await queue.Reader.WaitToReadAsync())
        {
            if (!isFirst && !IsCrowd && await crowds.Reader.WaitToReadAsync())
            {
                crowds.Reader.TryRead(out _);
                continue;
            }

            var count = 0;
            while (count < batch.Length && queue.Reader.TryRead(out var next))
                batch[count++] = next;

            if (count > 0)
                await Store(writer, batch.AsMemory(0, count));
        }
    }

    private static async Task Store(
        Func<ReadOnlyMemory<Pending<TEntry, TResult>>, Task> writer, Memory<Pending<TEntry, TResult>> batch)
    {
        Exception? failure = null;
        try
        {
            await writer(batch);
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
internal sealed record GroupCommitLimits(int Batch = 1_000, int Waiting = 20_000, int Crowd = 1);
