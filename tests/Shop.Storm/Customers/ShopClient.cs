using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Shop.Storm.Customers;

/// <summary>A client of a shop that comes and goes. What is not answered is asked again with the same key.</summary>
/// <param name="door">Where the shop is at the moment; another place at each try, perhaps.</param>
/// <param name="record">Told of answers that no fault excuses.</param>
internal sealed class ShopClient(Func<string> door, Record record) : IDisposable
{
    /// <summary>Longer than any fault lasts, and the shop's recovery after it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(15),
    };

    public Task<Reply> Get(string path, string? token) => Ask(HttpMethod.Get, path, null, token, "");

    public Task<Reply> Post(string path, object body, string? token, string key) =>
        Ask(HttpMethod.Post, path, body, token, key);

    /// <summary>One try.</summary>
    public async Task<Reply> Try(HttpMethod method, string path, object? body, string? token, string key)
    {
        try
        {
            using var request = new HttpRequestMessage(method, door() + path);
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (key.Length > 0)
                request.Headers.Add("Idempotency-Key", key);
            if (body is not null)
                request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

            using var response = await http.SendAsync(request);
            var reply = await Read(response);
            if (reply.Status is 500)
                record.Contradiction($"{method} {path} was answered with 500");

            return reply;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            return Reply.None;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<Reply> Ask(HttpMethod method, string path, object? body, string? token, string key)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var pause = 100; ; pause = Math.Min(pause * 2, 400))
        {
            var reply = await Try(method, path, body, token, key);
            record.Count(reply.IsOpen ? "requests sent again" : "answers");
            if (!reply.IsOpen || TimeProvider.System.GetElapsedTime(began) > Patience)
                return reply;

            await Task.Delay(pause);
        }
    }

    private static async Task<Reply> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsByteArrayAsync();
        var type = response.Content.Headers.ContentType?.MediaType;
        var isJson = type?.EndsWith("json", StringComparison.Ordinal) is true;
        return new((int)response.StatusCode, isJson ? JsonElement.Parse(text) : default);
    }
}
