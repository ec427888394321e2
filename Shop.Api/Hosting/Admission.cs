using System.Buffers;
using System.Text;

namespace Shop.Hosting;

/// <summary>How much this process takes on at one time. What is more is refused at the door.</summary>
/// <param name="Requests">Requests under way or waiting; webhooks have as many places of their own.</param>
/// <param name="PerCustomer">Requests under way to one customer's cart and checkout.</param>
public sealed record AdmissionLimits(
    [property: Setting("SHOP_MAX_REQUESTS")] int Requests = 2_048,
    [property: Setting("SHOP_MAX_REQUESTS_PER_CUSTOMER")] int PerCustomer = 128);

/// <summary>
/// Refuses what would only wait. A queue that grows makes everybody late and serves nobody sooner, so beyond the limit
/// the answer is 503 at once: before the token, the grains and the database are asked for anything.
/// </summary>
/// <remarks>
/// Money has a queue of its own, because what was paid must be heard of above all when the shop is full. Health is
/// always answered: a shop that is busy is not dead.
/// </remarks>
internal sealed class Admission(AdmissionLimits limits) : IDisposable
{
    private const string Webhooks = "/api/v1/webhooks";
    private const string Health = "/health";

    private readonly Door everybody = DoorOf(limits);
    private readonly Door money = DoorOf(limits);

    public Task Invoke(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments(Health))
            return next(http);

        var door = path.StartsWithSegments(Webhooks) ? money : everybody;
        return door.TryEnter() is { } turn ? Serve(http, next, door, turn) : Overload.Refuse(http);
    }

    public void Dispose()
    {
        everybody.Dispose();
        money.Dispose();
    }

    private static async Task Serve(HttpContext http, RequestDelegate next, Door door, Task turn)
    {
        await turn;
        try
        {
            await next(http);
        }
        finally
        {
            door.Leave();
        }
    }

    /// <remarks>Threads keep no shop's time.</remarks>
    private static Door DoorOf(AdmissionLimits limits) =>
        new(limits.Requests, () => ThreadPool.PendingWorkItemCount, TimeProvider.System);
}

/// <summary>The refusal of what is too much, written without a serialiser: it must cost less than it saves.</summary>
internal static class Overload
{
    public static readonly Error Error = RequestErrors.Overloaded;

    private static readonly byte[] Head = Encoding.UTF8.GetBytes(
        $$"""
        {"type":"{{Problems.TypeOf(Error.Code)}}","title":"{{Error.Title}}","status":503,"detail":"{{Error.Detail}}",
        "code":"{{Error.Code}}","retry_after":{{Error.RetryAfterSeconds}},"trace_id":"
        """.ReplaceLineEndings(""));

    public static Task Refuse(HttpContext http)
    {
        var trace = ProblemWriter.TraceOf(http);
        var answer = http.Response;
        answer.StatusCode = StatusCodes.Status503ServiceUnavailable;
        answer.ContentType = "application/problem+json";
        answer.ContentLength = Head.Length + trace.Length + 2;
        answer.Headers.RetryAfter = "1";
        answer.Headers.CacheControl = "no-store";
        answer.BodyWriter.Write(Head);
        answer.BodyWriter.Write(Encoding.ASCII.GetBytes(trace));
        answer.BodyWriter.Write("\"}"u8);
        return answer.BodyWriter.FlushAsync().AsTask();
    }
}
