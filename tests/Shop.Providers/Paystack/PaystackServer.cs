using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Shop.Providers.Paystack;

/// <summary>A small Paystack: transactions and refunds as its API reference documents them, over HTTP.</summary>
public sealed class PaystackServer : ProviderServer
{
    public PaystackServer()
    {
        Webhooks = new WebhookSender(body => ("x-paystack-signature", Sign(body, SecretKey)));
        Books = new PaystackBooks(Webhooks, () => Clock.GetUtcNow());
    }

    public string SecretKey { get; } = $"sk_test_{RandomNumberGenerator.GetHexString(40, lowercase: true)}";

    public override WebhookSender Webhooks { get; }

    /// <summary>What it has on its books.</summary>
    public PaystackBooks Books { get; }

    /// <summary>Its time.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The header for a body.</summary>
    public static string Sign(byte[] body, string secret) =>
        Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), body));

    protected override bool IsApi(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/transaction") || http.Request.Path.StartsWithSegments("/refund");

    protected override void Map(WebApplication app)
    {
        app.Map("/transaction/{**path}", Answer);
        app.Map("/refund/{**path}", Answer);
        app.MapGet("/pay/{code}", (string code) => Books.ByCode(code) is { } open
            ? Page("Pay with Paystack", string.Concat(
                $"<p>{open["amount"]} {Text((string?)open["currency"])}</p>",
                Button($"/pay/{code}/pay", "Pay"), Button($"/pay/{code}/fail", "Decline"),
                Button($"/pay/{code}/abandon", "Leave")))
            : Results.NotFound());
        app.MapPost("/pay/{code}/{outcome}", (string code, string outcome) => Books.Settle(code, outcome)
            ? Page("Thank you", $"<p>{Text(outcome)}</p>")
            : Results.Conflict());
    }

    private async Task Answer(HttpContext http)
    {
        var (status, body) = http.Request.Headers.Authorization.ToString() == $"Bearer {SecretKey}"
            ? await Answer(http.Request)
            : Refused(401, "Invalid key", "invalid_Key");
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(body);
    }

    private async Task<(int Status, JsonObject Body)> Answer(HttpRequest request)
    {
        var sent = request.Method == "POST" ? (await JsonNode.ParseAsync(request.Body))!.AsObject() : [];
        return (request.Method, request.Path.Value!.Trim('/').Split('/')) switch
        {
            ("POST", ["transaction", "initialize"]) => Initialize(sent),
            ("GET", ["transaction", "verify", var reference]) => Books.ByReference(reference) is { } found
                ? Good("Verification successful", found)
                : Refused(400, "Transaction reference not found.", "transaction_not_found"),
            ("GET", ["transaction"]) => Page(request, Books.Successful(Time(request, "from"), Time(request, "to"))),
            ("POST", ["refund"]) => Refund(sent),
            ("GET", ["refund"]) => Page(request, Books.RefundsOf(request.Query["transaction"].ToString())),
            _ => Refused(404, "Not found", "not_found"),
        };
    }

    private (int Status, JsonObject Body) Initialize(JsonObject sent)
    {
        if ((string?)sent["email"] is not { Length: > 0 })
            return Refused(400, "Invalid Email Address Passed", "invalid_email_address");
        if (sent["amount"] is null || (long)sent["amount"]! < 100)
            return Refused(400, "Invalid Amount Sent", "invalid_amount");

        return Books.Open(sent, code => $"{Url}/pay/{code}") is { } opened
            ? Good("Authorization URL created", opened)
            : Refused(400, "Duplicate Transaction Reference", "duplicate_reference");
    }

    private (int Status, JsonObject Body) Refund(JsonObject sent) =>
        Books.ByReference((string?)sent["transaction"] ?? "") is not { } paid || (string?)paid["status"] != "success"
            ? Refused(404, "Transaction not found", "transaction_not_found")
            : Books.GiveBack(sent) is { } refund
                ? Good("Refund has been queued for processing", refund)
                : Refused(400, "Refund amount cannot be more than the transaction amount", "invalid_amount");

    private static (int Status, JsonObject Body) Page(HttpRequest request, IReadOnlyList<JsonObject> all)
    {
        var size = Number(request, "perPage", 50);
        var page = Number(request, "page", 1);
        var (_, body) = Good("Retrieved", new JsonArray(
            [.. all.Skip((page - 1) * size).Take(size).Select(one => one.DeepClone())]));
        body["meta"] = new JsonObject
        {
            ["total"] = all.Count,
            ["skipped"] = (page - 1) * size,
            ["perPage"] = size,
            ["page"] = page,
            ["pageCount"] = (all.Count + size - 1) / size,
        };
        return (200, body);
    }

    private static int Number(HttpRequest request, string name, int otherwise) =>
        int.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static DateTimeOffset? Time(HttpRequest request, string name) =>
        DateTimeOffset.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var time) ? time : null;

    private static (int Status, JsonObject Body) Good(string message, JsonNode data) =>
        (200, new JsonObject { ["status"] = true, ["message"] = message, ["data"] = data });

    private static (int Status, JsonObject Body) Refused(int status, string message, string code) => (status,
        new JsonObject
        {
            ["status"] = false,
            ["message"] = message,
            ["type"] = "validation_error",
            ["code"] = code,
            ["meta"] = new JsonObject { ["nextStep"] = "Check the request." },
        });
}
