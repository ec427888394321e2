using System.Net.Http.Headers;
using System.Text.Json;

namespace Shop.Payments;

/// <summary>
/// Paystack's REST API: JSON both ways. It knows no idempotency keys, so nothing that changes money is repeated here.
/// </summary>
internal sealed class PaystackClient(HttpClient http)
{
    public static Action<HttpClient> Prepare(PaystackOptions options) => http =>
    {
        http.BaseAddress = new Uri(options.Url);
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.SecretKey);
    };

    public Task<Result<JsonElement>> Get(string path) => http.Ask(new(HttpMethod.Get, path), Refusal);

    public Task<Result<JsonElement>> Post(string path, object body) => http.Ask(
        new(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: ShopJson.Options) },
        Refusal);

    private static Error Refusal(JsonElement body) => body.Text("code") switch
    {
        "invalid_amount" => PaymentErrors.AmountTooSmall,
        "unsupported_currency" => PaymentErrors.CurrencyNotTaken,
        _ => PaymentErrors.ProviderRefused(body.Text("message") ?? "Paystack gave no reason."),
    };
}
