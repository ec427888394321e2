using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Storm.World;

/// <summary>
/// The way from the payment provider to the shop. Webhooks get lost on it, come late, twice, and in another order.
/// None is answered for that the shop did not take.
/// </summary>
internal sealed class WebhookDetour : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(8) };
    private readonly Random random;
    private readonly WebApplication server;
    private volatile bool wild;

    private WebhookDetour(Func<string> door, int seed)
    {
        random = new Random(seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/{**path}", (HttpContext call) => Pass(call, door));
    }

    public string Url => server.Urls.Single();

    /// <param name="door">Where the shop is at the moment.</param>
    /// <param name="seed">Of what goes wrong on the way.</param>
    public static async Task<WebhookDetour> Start(Func<string> door, int seed)
    {
        var detour = new WebhookDetour(door, seed);
        await detour.server.StartAsync();
        return detour;
    }

    /// <summary>Most go wrong until this is called again; otherwise a few do.</summary>
    public void Rage(bool on) => wild = on;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    private async Task Pass(HttpContext call, Func<string> door)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body);
        var webhook = new Webhook(
            call.Request.Path, call.Request.Headers["Sandbox-Signature"].ToString(), body.ToArray());
        call.Response.StatusCode = Draw() switch
        {
            Turn.Lost => StatusCodes.Status503ServiceUnavailable,
            Turn.Late => await Later(webhook, door),
            Turn.Twice => await Twice(webhook, door),
            Turn.TwiceMuchLater => await AndAgainLater(webhook, door),
            Turn.AnswerLost => await Hidden(webhook, door),
            _ => await Forward(webhook, door),
        };
    }

    /// <summary>Those that come meanwhile overtake it.</summary>
    private async Task<int> Later(Webhook webhook, Func<string> door)
    {
        await Task.Delay(Pause(3_000));
        return await Forward(webhook, door);
    }

    private async Task<int> Twice(Webhook webhook, Func<string> door)
    {
        var answers = await Task.WhenAll(Forward(webhook, door), Forward(webhook, door));
        return answers.Max();
    }

    private async Task<int> AndAgainLater(Webhook webhook, Func<string> door)
    {
        var answer = await Forward(webhook, door);
        _ = Later(webhook, door);
        return answer;
    }

    /// <summary>The shop has it and the provider does not know, so it comes again.</summary>
    private async Task<int> Hidden(Webhook webhook, Func<string> door)
    {
        await Forward(webhook, door);
        return StatusCodes.Status502BadGateway;
    }

    private async Task<int> Forward(Webhook webhook, Func<string> door)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, door() + webhook.Path);
            request.Content = new ByteArrayContent(webhook.Body);
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add("Sandbox-Signature", webhook.Signature);
            using var answer = await http.SendAsync(request);
            return (int)answer.StatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return StatusCodes.Status502BadGateway;
        }
    }

    private Turn Draw()
    {
        lock (random)
            return random.Next(100) < (wild ? 80 : 10) ? (Turn)random.Next(1, 6) : Turn.Straight;
    }

    private TimeSpan Pause(int most)
    {
        lock (random)
            return TimeSpan.FromMilliseconds(random.Next(most));
    }

    private enum Turn
    {
        Straight,
        Lost,
        Late,
        Twice,
        TwiceMuchLater,
        AnswerLost,
    }

    private sealed record Webhook(string Path, string Signature, byte[] Body);
}
