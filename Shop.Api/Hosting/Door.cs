namespace Shop.Hosting;

/// <summary>
/// Lets requests in while the threads keep up with them. The others wait in order before anything is done for them, and
/// when too many are inside or wait, there is no more room.
/// </summary>
/// <remarks>
/// What is inside shares one queue for the threads. With two thousand in it every step of each would wait for a step of
/// all others, and so would the word that there is no room. Who waits at the door costs nothing. A request that waits
/// for a payment provider or the database keeps no thread busy, so a few that are slow do not shut the door.
/// </remarks>
/// <param name="most">Inside and waiting together.</param>
/// <param name="backlog">How many pieces of work wait for a thread.</param>
/// <param name="clock">Looks again where nobody comes or goes.</param>
internal sealed class Door(int most, Func<long> backlog, TimeProvider clock) : IDisposable
{
    /// <summary>So many are always let in: enough for batches that share a commit.</summary>
    public const int Always = 256;

    /// <summary>The threads keep up as long as no more waits for them.</summary>
    public const int Calm = 64;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private ITimer? look;
    private int inside;

    /// <summary>Completes when the caller may go in, who must then leave; null when there is no room.</summary>
    public Task? TryEnter()
    {
        lock (gate)
        {
            if (inside + waiting.Count >= most)
                return null;

            if (waiting.Count == 0 && MayEnter())
            {
                inside++;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            LetIn();
            return turn.Task;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            inside--;
            LetIn();
        }
    }

    public void Dispose() => look?.Dispose();

    private bool MayEnter() => inside < Always || backlog() < Calm;

    private void LetIn()
    {
        while (waiting.Count > 0 && MayEnter())
        {
            inside++;
            waiting.Dequeue().SetResult();
        }

        if (waiting.Count > 0)
        {
            look ??= clock.CreateTimer(_ => LookAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            look.Change(Glance, Timeout.InfiniteTimeSpan);
        }
    }

    private void LookAgain()
    {
        lock (gate)
            LetIn();
    }
}
