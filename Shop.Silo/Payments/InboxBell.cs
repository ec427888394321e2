namespace Shop.Payments;

/// <summary>Tells the pump of this process that something came in, so that it need not look all the time.</summary>
internal sealed class InboxBell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        try
        {
            rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has rung already and was not heard yet: once is enough.
        }
    }

    /// <summary>Returns when it rings, or after <paramref name="most"/> all the same.</summary>
    public Task Heard(TimeSpan most, CancellationToken stopping) => rung.WaitAsync(most, stopping);

    public void Dispose() => rung.Dispose();
}
