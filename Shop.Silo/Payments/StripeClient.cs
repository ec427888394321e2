using System.Net.Http.Headers;
using System.Text.Json;

namespace Shop.Payments;

/// <summary>Stripe's REST API: forms go out, JSON comes back.</summary>
internal sealed class StripeClient(HttpClient http)
{
    public static Action<HttpClient> Prepare(StripeOptions options) => http =>
    {
        http.BaseAddress = new Uri(options.Url);
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.SecretKey);
        http.DefaultRequestHeaders.Add("Stripe-Version", StripeOptions.ApiVersion);
    };

    public Task<Result<JsonElement>> Get(string path) => http.Ask(new(HttpMethod.Get, path), Refusal);

    /// <param name="path">As <c>/v1/refunds</c>.</param>
    /// <param name="form">Nested keys are written out: <c>metadata[order_id]</c>.</param>
    /// <param name="key">Names the effect: a repeat has none.</param>
    public Task<Result<JsonElement>> Post(
        string path, IEnumerable<KeyValuePair<string, string>> form, string key) =>
        http.Ask(
            new(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(form),
                Headers = { { ProviderHandler.IdempotencyKey, key } },
            },
            Refusal);

    private static Error Refusal(JsonElement body)
    {
        var error = body.Part("error");
        return error.Text("code") switch
        {
            "amount_too_small" => PaymentErrors.AmountTooSmall,
            "currency_not_supported" or "invalid_currency" => PaymentErrors.CurrencyNotTaken,
            _ => PaymentErrors.ProviderRefused(error.Text("message") ?? "Stripe gave no reason."),
        };
    }
}
