using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Shop.Payments;

/// <inheritdoc cref="ISandboxWebhook"/>
internal sealed partial class SandboxWebhook(
    SandboxGateway gateway, SandboxOptions options, IServiceProvider services, ILogger<SandboxWebhook> log)
    : ISandboxWebhook, IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public async Task<bool> Post(SandboxEvent news)
    {
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(news, ShopJson.Options);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{ShopUrl()}/api/v1/webhooks/sandbox");
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("Sandbox-Signature", gateway.Sign(body));
            using var answer = await http.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            LogNotDelivered(news.Id, failure.Message);
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>A node without an API of its own is told where the API is.</summary>
    private string ShopUrl() =>
        options.ShopUrl is { } told ? told.TrimEnd('/')
        : services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            is { } listening ? listening.TrimEnd('/')
        : throw new HttpRequestException("This node has no API and was not told where the shop's is.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox's event {EventId} was not delivered: {Reason}")]
    private partial void LogNotDelivered(string eventId, string reason);
}
