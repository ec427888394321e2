namespace Shop.Storage;

/// <summary>
/// Wakes whoever works on <typeparamref name="TQueue"/> in this process, so that it need not look all the time.
/// </summary>
/// <typeparam name="TQueue">A queue in the database that several processes work on.</typeparam>
internal sealed class Bell<TQueue> : IDisposable
{
    /// <summary>What was written by a process that died, or is due again, is found without a ring.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim rung = new(0, 1);
    private readonly Lock gate = new();

    /// <summary>While it has rung and was not heard yet, once is enough.</summary>
    public void Ring()
    {
        lock (gate)
        {
            if (rung.CurrentCount == 0)
                rung.Release();
        }
    }

    /// <summary>Works round after round until it is stopped, and rests while there is nothing to do.</summary>
    /// <param name="round">Claims some of what is due and does it. False: there was nothing.</param>
    /// <param name="outage">Told when a round failed as a whole.</param>
    /// <param name="stopping">Ends it after the round at hand.</param>
    public async Task Answer(
        Func<CancellationToken, Task<bool>> round, Action<Exception> outage, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!await round(stopping))
                    await rung.WaitAsync(Glance, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                outage(failure);
                await Task.Delay(Glance, CancellationToken.None);
            }
        }
    }

    public void Dispose() => rung.Dispose();
}
