namespace Shop.Commands;

/// <summary>
/// Shows how far something is: a line that rewrites itself, or a line now and then where that cannot be.
/// </summary>
internal sealed class ProgressLine : IAsyncDisposable
{
    private readonly Func<string> _text;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _showing;

    /// <param name="text">Asked whenever the line is shown.</param>
    public ProgressLine(Func<string> text)
    {
        _text = text;
        _showing = Show();
    }

    private static bool IsLive => !Console.IsOutputRedirected;

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _showing;
        _done.Dispose();
        Console.WriteLine(IsLive ? $"\r\e[K{_text()}" : _text());
    }

    private async Task Show()
    {
        using var ticks = new PeriodicTimer(IsLive ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(2));
        try
        {
            while (await ticks.WaitForNextTickAsync(_done.Token))
                Console.Write(IsLive ? $"\r\e[K{_text()}" : $"{_text()}\n");
        }
        catch (OperationCanceledException)
        {
            // It is done; the last line is written by whoever waits.
        }
    }
}
