using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace Shop.Providers;

/// <summary>What both providers are: a small web server with an API, a pay page and switches for faults.</summary>
public abstract class ProviderServer : IAsyncDisposable
{
    private WebApplication? app;

    /// <summary>Of its API and its pay pages, without a slash at the end.</summary>
    public string Url => app?.Urls.First() ?? throw new InvalidOperationException("Start the provider first.");

    public Faults Faults { get; } = new();

    public abstract WebhookSender Webhooks { get; }

    /// <param name="port">Where it listens; 0 for any that is free.</param>
    public async Task Start(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port));
        app = builder.Build();
        app.UseWhen(IsApi, api => api.Use(Faults.Around));
        app.MapPost("/_faults", Plan);
        Map(app);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Webhooks.DisposeAsync();
        if (app is not null)
            await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract bool IsApi(HttpContext http);

    protected abstract void Map(WebApplication app);

    protected static IResult Page(string title, string body) => Results.Content(
        $"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{Text(title)}</title></head>
        <body><main><h1>{Text(title)}</h1>{body}</main></body></html>
        """, "text/html; charset=utf-8");

    protected static string Button(string action, string label) =>
        $"""<form method="post" action="{Text(action)}"><button>{Text(label)}</button></form>""";

    protected static string Text(string? value) => HtmlEncoder.Default.Encode(value ?? "");

    /// <summary>By hand: <c>{"away": true}</c>, or <c>{"call": "POST /v1/refunds", "fault": "HangAfter"}</c>.</summary>
    private async Task<IResult> Plan(HttpRequest request)
    {
        var wish = (await JsonNode.ParseAsync(request.Body))!.AsObject();
        if (wish["away"] is { } away)
            Faults.Away = away.GetValue<bool>();
        if (wish["copies"] is { } copies)
            Webhooks.Copies = copies.GetValue<int>();
        if (wish["held"] is { } held)
            Hold(held.GetValue<bool>());
        if (wish["call"] is { } call)
        {
            Faults.Plan(
                call.GetValue<string>(), Enum.Parse<ProviderFault>(wish["fault"]!.GetValue<string>()),
                wish["times"]?.GetValue<int>() ?? 1);
        }

        return Results.NoContent();
    }

    private void Hold(bool held)
    {
        if (held)
            Webhooks.Held = true;
        else
            Webhooks.Flush();
    }
}
