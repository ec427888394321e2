using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Shop.Providers;

/// <summary>
/// Sends events to the shop until it takes them, as providers do: late, twice, out of order, all as it is told.
/// </summary>
/// <param name="sign">The header that signs a body.</param>
public sealed class WebhookSender(Func<byte[], (string Name, string Value)> sign) : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ConcurrentQueue<byte[]> waiting = new();
    private readonly ConcurrentDictionary<Task, byte> underWay = new();
    private readonly CancellationTokenSource stop = new();

    /// <summary>Where the shop takes them; null: they are not sent.</summary>
    public Uri? Target { get; set; }

    /// <summary>How often each is sent, all at the same moment.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Before an event that was not taken is sent again; it doubles, up to five seconds.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Keeps events back until <see cref="Flush"/>.</summary>
    public bool Held { get; set; }

    /// <summary>Everything that happened, in its order, sent or not.</summary>
    public ConcurrentQueue<JsonObject> Events { get; } = new();

    public void Send(JsonObject happened)
    {
        Events.Enqueue(happened);
        var body = Encoding.UTF8.GetBytes(happened.ToJsonString());
        if (Held)
            waiting.Enqueue(body);
        else
            Start(body);
    }

    /// <summary>Sends what was kept back, the last first when <paramref name="reversed"/>.</summary>
    public void Flush(bool reversed = false)
    {
        Held = false;
        var bodies = waiting.ToArray();
        waiting.Clear();
        foreach (var body in reversed ? bodies.Reverse() : bodies)
            Start(body);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(underWay.Keys);
        http.Dispose();
        stop.Dispose();
    }

    private void Start(byte[] body)
    {
        for (var copy = 0; copy < Copies && Target is not null; copy++)
        {
            var sending = Deliver(body);
            underWay.TryAdd(sending, 0);
            _ = sending.ContinueWith(done => underWay.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task Deliver(byte[] body)
    {
        for (var pause = Pause; !stop.IsCancellationRequested; pause = Longer(pause))
        {
            if (await Post(body))
                return;

            await Task.Delay(pause, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task<bool> Post(byte[] body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Target);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var (name, value) = sign(body);
            request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await http.SendAsync(request, stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static TimeSpan Longer(TimeSpan pause) =>
        TimeSpan.FromSeconds(Math.Min(5, pause.TotalSeconds * 2));
}
