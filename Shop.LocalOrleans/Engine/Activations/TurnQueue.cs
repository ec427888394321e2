using Orleans.Engine.Calls;

namespace Orleans.Engine.Activations;

/// <summary>
/// Runs the turns of one activation one after another on the thread pool. A turn is what runs between two awaits: the
/// start of a call, or a continuation, which comes here because this is the <see cref="TaskScheduler.Current"/> of
/// every turn.
/// </summary>
/// <remarks>
/// An idle queue holds no thread. The first turn that arrives queues the queue itself to the pool; there it runs turns
/// until none is left, or until a fair share was run and others come first.
/// </remarks>
internal sealed class TurnQueue(Activation owner) : TaskScheduler, IThreadPoolWorkItem
{
    private const int FairShare = 256;

    private readonly Queue<object> turns = new();
    private bool isScheduled;
    private int runningThread;

    public Activation Owner { get; } = owner;

    public override int MaximumConcurrencyLevel => 1;

    /// <param name="turn">A <see cref="Task"/>, an <see cref="Invocation"/> that was admitted, or an action.</param>
    public void Add(object turn)
    {
        lock (turns)
        {
            turns.Enqueue(turn);
            if (isScheduled)
                return;

            isScheduled = true;
        }

        QueueItself();
    }

    /// <summary>Runs turns inside one task of this scheduler, which is what makes it current for them.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        runningThread = Environment.CurrentManagedThreadId;
        new Task(static queue => ((TurnQueue)queue!).RunTurns(), this).RunSynchronously(this);
        runningThread = 0;

        lock (turns)
        {
            if (turns.Count == 0)
            {
                isScheduled = false;
                return;
            }
        }

        QueueItself();
    }

    protected override void QueueTask(Task task) => Add(task);

    /// <summary>A task may run at once only on the thread that runs this activation's turn now.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        runningThread == Environment.CurrentManagedThreadId && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (turns)
            return [.. turns.OfType<Task>()];
    }

    /// <remarks>
    /// Into the queue that all threads share. A thread's own is last in, first out: two grains that call each other
    /// would keep a third, which came before, from its turn.
    /// </remarks>
    private void QueueItself() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private void RunTurns()
    {
        for (var left = FairShare; left > 0 && TryTake() is { } turn; left--)
        {
            switch (turn)
            {
                case Task task:
                    TryExecuteTask(task);
                    break;
                case Invocation call:
                    Owner.Serve(call);
                    break;
                case Action action:
                    action();
                    break;
            }
        }
    }

    private object? TryTake()
    {
        lock (turns)
            return turns.TryDequeue(out var turn) ? turn : null;
    }
}
