using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary>
/// A client of a shop that may be killed and come back: what got no answer is sent again under the same
/// <c>Idempotency-Key</c>, until the patience is over.
/// </summary>
internal sealed class PatientClient : IDisposable
{
    /// <summary>What a crash and a restart may take, and then some.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly HttpClient http;
    private int repeats;

    /// <param name="url">Of the shop.</param>
    /// <param name="connections">At most this many at once.</param>
    public PatientClient(string url, int connections) => http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections,
        ConnectTimeout = TimeSpan.FromSeconds(5),
    })
    {
        BaseAddress = new Uri(url),
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>How often something had to be sent again.</summary>
    public int Repeats => Volatile.Read(ref repeats);

    public Task<Answer> Get(string path, string? token, CancellationToken stop) =>
        Send(HttpMethod.Get, path, body: null, token, stop);

    public Task<Answer> Post(string path, object body, string? token, CancellationToken stop) =>
        Send(HttpMethod.Post, path, body, token, stop);

    public void Dispose() => http.Dispose();

    private async Task<Answer> Send(HttpMethod method, string path, object? body, string? token, CancellationToken stop)
    {
        var key = Guid.CreateVersion7().ToString();
        var began = TimeProvider.System.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(100); ;
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            string trouble;
            try
            {
                using var request = Request(method, path, body, token, key);
                using var response = await http.SendAsync(request, stop);
                var answer = await Answer.Read(response, stop);
                if (!IsPassing(answer))
                    return answer;

                trouble = answer.Code;
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException || IsTimeout(lost, stop))
            {
                trouble = lost.Message;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new CannotStartException($"The shop at {http.BaseAddress} does not answer: {trouble}");

            Interlocked.Increment(ref repeats);
            await Task.Delay(pause, stop);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body, string? token, string key)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
            request.Content = JsonContent.Create(body, options: ShopJson.Options);
        }

        return request;
    }

    /// <summary>Of a killed shop, the first try may still be on its way when the second comes.</summary>
    private static bool IsPassing(Answer answer) =>
        answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        || answer.Code == "idempotency_key_in_use";

    private static bool IsTimeout(Exception lost, CancellationToken stop) =>
        lost is TaskCanceledException && !stop.IsCancellationRequested;
}

/// <summary>An answer of the shop.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body)
{
    public bool Succeeded => (int)Status is >= 200 and < 300;

    /// <summary>Of the problem, or the bare status where there is none.</summary>
    public string Code => Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty("code", out var code)
        ? code.GetString()!
        : $"status {(int)Status}";

    public static async Task<Answer> Read(HttpResponseMessage response, CancellationToken stop)
    {
        var isJson = response.Content.Headers.ContentType?.MediaType
            ?.EndsWith("json", StringComparison.Ordinal) is true;
        return new(response.StatusCode, isJson ? await response.Content.ReadFromJsonAsync<JsonElement>(stop) : default);
    }

    /// <summary>The body, when it went well.</summary>
    /// <exception cref="CannotStartException">It did not; says what was refused and why.</exception>
    public JsonElement OrRefused(string what) => Succeeded
        ? Body
        : throw new CannotStartException($"The shop refused {what}: {Code}.");
}
