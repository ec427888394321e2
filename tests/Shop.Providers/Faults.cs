using System.Collections.Concurrent;

namespace Shop.Providers;

/// <summary>The switches of a provider that misbehaves.</summary>
public sealed class Faults
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ProviderFault>> planned = new(StringComparer.Ordinal);

    /// <summary>Every connection is dropped, as if there were no provider.</summary>
    public bool Away { get; set; }

    /// <summary>Called with <c>POST /v1/refunds</c> before a call of the API, and after it.</summary>
    public Action<string>? OnCall { get; set; }

    /// <param name="call">As <c>POST /v1/refunds</c>; it also stands for every path below.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="times">To how many calls.</param>
    public void Plan(string call, ProviderFault fault, int times = 1)
    {
        var queue = planned.GetOrAdd(call, _ => new());
        for (var i = 0; i < times; i++)
            queue.Enqueue(fault);
    }

    /// <summary>Goes around a call of the API.</summary>
    internal async Task Around(HttpContext http, Func<Task> next)
    {
        var call = $"{http.Request.Method} {http.Request.Path}";
        if (Away)
        {
            http.Abort();
            return;
        }

        OnCall?.Invoke(call);
        var fault = Take(call);
        if (fault is ProviderFault.None or ProviderFault.HangAfter or ProviderFault.ErrorAfter)
            await (fault is ProviderFault.None ? next() : Silently(http, next));
        if (fault is ProviderFault.Hang or ProviderFault.HangAfter)
            await Hang(http);
        else if (fault is not ProviderFault.None)
            http.Response.StatusCode = fault is ProviderFault.TooMany ? 429 : 500;
        OnCall?.Invoke($"{call} done");
        if (Away)
            http.Abort();
    }

    private ProviderFault Take(string call)
    {
        foreach (var (start, queue) in planned)
        {
            if (call.StartsWith(start, StringComparison.Ordinal) && queue.TryDequeue(out var fault))
                return fault;
        }

        return ProviderFault.None;
    }

    private static async Task Silently(HttpContext http, Func<Task> next)
    {
        var wire = http.Response.Body;
        http.Response.Body = Stream.Null;
        await next();
        http.Response.Body = wire;
        http.Response.Headers.Clear();
    }

    private static async Task Hang(HttpContext http)
    {
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        http.Abort();
    }
}
