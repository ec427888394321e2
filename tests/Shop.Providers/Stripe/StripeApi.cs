using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.Providers.Stripe;

/// <summary>The calls of the API, each checked as strictly as Stripe does where it matters to a shop.</summary>
internal sealed partial class StripeApi(StripeBooks books, Func<long> now, Func<string, string> payUrl)
{
    private const long HalfAnHour = 30 * 60;
    private const long Day = 24 * 60 * 60;

    public (int Status, JsonObject Body) Answer(StripeRequest request) =>
        (request.Method, request.Path.Split('/')) switch
        {
            ("POST", ["checkout", "sessions"]) => Create(request),
            ("GET", ["checkout", "sessions", var id]) => Found(books.Session(id), "checkout.session", id),
            ("POST", ["checkout", "sessions", var id, "expire"]) => Expire(id),
            ("POST", ["refunds"]) => Refund(request),
            ("GET", ["refunds"]) => List(request, books.RefundsOf(request["payment_intent"])),
            ("GET", ["refunds", var id]) => Found(books.Refund(id), "refund", id),
            ("GET", ["charges"]) => List(request, books.ChargesBetween(
                Bound(request, "gte", 0), Bound(request, "lt", long.MaxValue))),
            _ => Error(404, "invalid_request_error", null, $"Unrecognized request URL ({request.Path})."),
        };

    public static (int Status, JsonObject Body) Error(
        int status, string type, string? code, string message, string? param = null) =>
        (status, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["type"] = type,
                ["code"] = code,
                ["message"] = message,
                ["param"] = param,
            },
        });

    private (int Status, JsonObject Body) Create(StripeRequest request)
    {
        foreach (var key in request.Form.Keys.Where(key => !Known().IsMatch(key)))
            return Invalid("parameter_unknown", $"Received unknown parameter: {key}", key);
        foreach (var needed in new[] { "mode", "success_url", "line_items[0][quantity]" })
        {
            if (request[needed] is null)
                return Invalid("parameter_missing", $"Missing required param: {needed}.", needed);
        }

        var expires = long.Parse(
            request["expires_at"] ?? $"{now() + Day}", NumberStyles.None, CultureInfo.InvariantCulture);
        if (expires < now() + HalfAnHour || expires > now() + Day)
        {
            return Invalid(
                null, "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.", "expires_at");
        }

        var (total, currency) = Total(request);
        if (total < 50)
            return Invalid("amount_too_small", "The Checkout Session's total amount must be at least 50.", null);

        return (200, books.Open(request, total, currency, expires, payUrl));
    }

    private static (long Total, string Currency) Total(StripeRequest request)
    {
        long total = 0;
        for (var i = 0; request[$"line_items[{i}][quantity]"] is { } quantity; i++)
        {
            total += long.Parse(quantity, CultureInfo.InvariantCulture)
                * long.Parse(request[$"line_items[{i}][price_data][unit_amount]"]!, CultureInfo.InvariantCulture);
        }

        return (total, request["line_items[0][price_data][currency]"]!);
    }

    private (int Status, JsonObject Body) Expire(string id)
    {
        if (books.Session(id) is not { } session)
            return Found(null, "checkout.session", id);
        if ((string?)session["status"] != "open")
            return Invalid(null, "Only Checkout Sessions with a status in [\"open\"] can be expired.", null);

        books.Settle(id, "expire");
        return (200, books.Session(id)!);
    }

    private (int Status, JsonObject Body) Refund(StripeRequest request)
    {
        if (books.ChargeOf(request["payment_intent"]) is not { } charge)
            return Found(null, "payment_intent", request["payment_intent"] ?? "");

        var left = (long)charge["amount"]! - (long)charge["amount_refunded"]!;
        var amount = request["amount"] is { } asked ? long.Parse(asked, CultureInfo.InvariantCulture) : left;
        if (left == 0)
            return Invalid("charge_already_refunded", $"Charge {charge["id"]} has already been refunded.", null);
        return amount > left
            ? Invalid(null, $"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", "amount")
            : (200, books.GiveBack(charge, amount, request));
    }

    private static (int Status, JsonObject Body) List(StripeRequest request, IReadOnlyList<JsonObject> newestFirst)
    {
        var limit = int.Parse(request["limit"] ?? "10", CultureInfo.InvariantCulture);
        var after = request["starting_after"];
        var rest = after is null
            ? newestFirst
            : [.. newestFirst.SkipWhile(one => (string?)one["id"] != after).Skip(1)];
        return (200, new JsonObject
        {
            ["object"] = "list",
            ["url"] = $"/v1/{request.Path}",
            ["has_more"] = rest.Count > limit,
            ["data"] = new JsonArray([.. rest.Take(limit).Select(one => one.DeepClone())]),
        });
    }

    private static long Bound(StripeRequest request, string side, long otherwise) =>
        request[$"created[{side}]"] is { } given ? long.Parse(given, CultureInfo.InvariantCulture) : otherwise;

    private static (int Status, JsonObject Body) Found(JsonObject? found, string kind, string id) => found is null
        ? Error(404, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", "id")
        : (200, found);

    private static (int Status, JsonObject Body) Invalid(string? code, string message, string? param) =>
        Error(400, "invalid_request_error", code, message, param);

    [GeneratedRegex(
        @"^(mode|success_url|cancel_url|client_reference_id|customer_email|expires_at|metadata\[\w+\]"
        + @"|payment_intent_data\[(metadata\]\[\w+|description)\]|line_items\[\d+\]\[(quantity"
        + @"|price_data\]\[(currency|unit_amount|product_data\]\[name))\])$")]
    private static partial Regex Known();
}
