using System.Text.Json;
using Polly;

namespace Shop.Payments;

/// <summary>A call of a provider's API, and what becomes of everything that can go wrong.</summary>
internal static class ProviderCalls
{
    /// <param name="http">The provider's client.</param>
    /// <param name="request">It is disposed.</param>
    /// <param name="refusal">What the provider's error body means.</param>
    public static async Task<Result<JsonElement>> Ask(
        this HttpClient http, HttpRequestMessage request, Func<JsonElement, Error> refusal)
    {
        try
        {
            using (request)
            using (var answer = await http.SendAsync(request))
            {
                var status = (int)answer.StatusCode;

                // A key that is refused is nothing that a customer can do something about.
                if (ProviderHandler.IsOutage(status) || status is 401 or 403)
                    return PaymentErrors.ProviderAway;

                var body = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
                return answer.IsSuccessStatusCode ? body : refusal(body);
            }
        }
        catch (Exception away) when (
            away is HttpRequestException or ExecutionRejectedException or JsonException or IOException
                or OperationCanceledException)
        {
            return PaymentErrors.ProviderAway;
        }
    }

    /// <summary>What providers leave out, or write as null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>A whole number, which some write as text; 0 when it is not there.</summary>
    public static long Number(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), out var number) ? number : 0;

    public static Guid? Id(this JsonElement element, string name) =>
        Guid.TryParse(element.Text(name), out var id) ? id : null;

    public static JsonElement Part(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
