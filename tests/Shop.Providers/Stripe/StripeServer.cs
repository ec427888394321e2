using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Shop.Providers.Stripe;

/// <summary>
/// A small Stripe: Checkout Sessions, refunds, charges and disputes as its API reference documents them, over HTTP.
/// </summary>
public sealed class StripeServer : ProviderServer
{
    /// <summary>The version of the API that it speaks.</summary>
    public const string Version = "2025-09-30.clover";

    private readonly StripeBooks books;
    private readonly StripeApi api;
    private readonly IdempotentAnswers answers = new();

    public StripeServer()
    {
        Webhooks = new WebhookSender(body => ("Stripe-Signature", Sign(body, WebhookSecret, Now())));
        books = new StripeBooks(Webhooks, Now);
        api = new StripeApi(books, Now, session => $"{Url}/pay/{session}");
    }

    public string SecretKey { get; } = $"sk_test_{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    /// <summary>What webhooks are signed with; it may be changed for another while the shop runs.</summary>
    public string WebhookSecret { get; set; } = $"whsec_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    public override WebhookSender Webhooks { get; }

    /// <summary>What it has on its books.</summary>
    public StripeBooks Books => books;

    /// <summary>Its time.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The header for a body that is sent at a time, in Unix seconds.</summary>
    public static string Sign(byte[] body, string secret, long time)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{time}."), .. body];
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    protected override bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/v1");

    protected override void Map(WebApplication app)
    {
        app.Map("/v1/{**path}", Answer);
        app.MapGet("/pay/{session}", (string session) => books.Session(session) is { } open
            ? Page("Pay with Stripe", string.Concat(
                $"<p>{open["amount_total"]} {Text((string?)open["currency"])}</p>",
                Button($"/pay/{session}/pay", "Pay"), Button($"/pay/{session}/slowly", "Pay by bank debit"),
                Button($"/pay/{session}/fail", "Have the debit fail"), Button($"/pay/{session}/expire", "Leave")))
            : Results.NotFound());
        app.MapPost("/pay/{session}/{outcome}", (string session, string outcome) => books.Settle(session, outcome)
            ? Page("Thank you", $"<p>{Text(outcome)}</p>")
            : Results.Conflict());
    }

    private async Task Answer(HttpContext http)
    {
        var form = http.Request.HasFormContentType
            ? (await http.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString())
            : http.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString());
        var request = new StripeRequest(http.Request.Method, http.Request.Path.Value![3..].Trim('/'), form);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var replayed = false;
        var (status, body) = Refusal(http) ?? (key.Length > 0 && request.Method == "POST"
            ? answers.Once(key, request, () => api.Answer(request), out replayed)
            : api.Answer(request));
        http.Response.StatusCode = status;
        http.Response.Headers["Request-Id"] = $"req_{RandomNumberGenerator.GetHexString(14, lowercase: true)}";
        http.Response.Headers["Stripe-Version"] = Version;
        if (replayed)
            http.Response.Headers["Idempotent-Replayed"] = "true";
        await http.Response.WriteAsJsonAsync(body);
    }

    private (int Status, JsonObject Body)? Refusal(HttpContext http)
    {
        if (http.Request.Headers.Authorization.ToString() != $"Bearer {SecretKey}")
            return StripeApi.Error(401, "invalid_request_error", null, "Invalid API Key provided.");

        return http.Request.Headers["Stripe-Version"].ToString() is var asked && asked is "" or Version
            ? null
            : StripeApi.Error(400, "invalid_request_error", null, $"Invalid Stripe API version: {asked}");
    }

    private long Now() => Clock.GetUtcNow().ToUnixTimeSeconds();
}
