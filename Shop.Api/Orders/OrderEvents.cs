using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Orders;

/// <summary>
/// An order's timeline as it grows, as server-sent events: each entry is an event, whose id is its place. A client that
/// comes back with <c>Last-Event-ID</c> gets what it has missed.
/// </summary>
/// <remarks>
/// The order is asked every second. Its grain answers from memory, the timeline is in what it stores, and nothing has
/// to be told to whom: so nothing is lost when a silo dies or the order moves to another node.
/// </remarks>
internal static class OrderEvents
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Below the idle limits of proxies.</summary>
    private const int PeriodsToHeartbeat = 15;

    /// <summary>Follows an order live (text/event-stream). It ends when the access token does.</summary>
    public static async Task<Results<EventStream, ProblemHttpResult>> Handle(
        Guid id, HttpContext http, IGrainFactory grains)
    {
        var order = await grains.Order(id).View(http.Caller());
        return order.Error is { } refused ? refused.ToProblem() : new EventStream(id, order.Value!);
    }

    private static async Task Follow(HttpContext http, Guid id, OrderView order, CancellationToken stop)
    {
        var grain = http.RequestServices.GetRequiredService<IGrainFactory>().Order(id);
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        var end = TokenEnd(http);
        var sent = LastSeen(http);
        await http.Response.WriteAsync("retry: 2000\n\n", stop);
        for (var quiet = 0; ; quiet++)
        {
            if (order.Timeline.Length > sent)
            {
                for (; sent < order.Timeline.Length; sent++)
                    await http.Response.WriteAsync(Written(sent + 1, order.Timeline[sent], order), stop);
                quiet = 0;
            }
            else if (quiet > 0 && quiet % PeriodsToHeartbeat == 0)
            {
                await http.Response.WriteAsync(": still here\n\n", stop);
            }

            await http.Response.Body.FlushAsync(stop);
            await Task.Delay(Period, stop);
            var next = await grain.View(http.Caller());
            if (next.Error is not null || clock.GetUtcNow() >= end)
                return;

            order = next.Value!;
        }
    }

    private static string Written(int place, OrderEvent one, OrderView order) =>
        $"id: {place}\nevent: {one.Kind}\ndata: {JsonSerializer.Serialize(
            new Told(order.Id, order.Reference, one.Kind, one.At, one.Note), ShopJson.Options)}\n\n";

    private static int LastSeen(HttpContext http) =>
        int.TryParse(http.Request.Headers["Last-Event-ID"], NumberStyles.None, null, out var seen) ? seen : 0;

    private static DateTimeOffset TokenEnd(HttpContext http) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(http.User.FindFirstValue("exp")!, CultureInfo.InvariantCulture));

    /// <summary>The answer that goes on.</summary>
    internal sealed class EventStream(Guid id, OrderView order) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var life = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                httpContext.RequestAborted, life.ApplicationStopping);

            httpContext.Response.ContentType = "text/event-stream";
            httpContext.Response.Headers.CacheControl = "no-cache";
            httpContext.Response.Headers["X-Accel-Buffering"] = "no";
            try
            {
                await Follow(httpContext, id, order, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The client left, or the shop stops: it may come back with Last-Event-ID.
            }
        }
    }

    /// <summary>The data of an event.</summary>
    private sealed record Told(Guid OrderId, string Reference, string Kind, DateTimeOffset At, string? Note);
}
