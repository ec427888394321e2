namespace Shop.Commands;

/// <summary>
/// Shows how far something is: a line that rewrites itself, or a line now and then where that cannot be.
/// </summary>
internal sealed class ProgressLine : IAsyncDisposable
{
    private readonly Func<string> line;
    private readonly CancellationTokenSource done = new();
    private readonly Task showing;

    /// <param name="text">Asked whenever the line is shown.</param>
    public ProgressLine(Func<string> text)
    {
        line = text;
        showing = Show();
    }

    private static bool IsLive => !Console.IsOutputRedirected;

    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        await showing;
        done.Dispose();
        Console.WriteLine(IsLive ? $"\r\e[K{line()}" : line());
    }

    private async Task Show()
    {
        using var ticks = new PeriodicTimer(IsLive ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(2));
        try
        {
            while (await ticks.WaitForNextTickAsync(done.Token))
                Console.Write(IsLive ? $"\r\e[K{line()}" : $"{line()}\n");
        }
        catch (OperationCanceledException)
        {
            // It is done; the last line is written by whoever waits.
        }
    }
}
