using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Shop.Providers.Paystack;

/// <summary>Transactions and refunds, and the events that tell of them.</summary>
public sealed class PaystackBooks : Books
{
    private readonly WebhookSender webhooks;
    private readonly Func<DateTimeOffset> now;
    private readonly List<JsonObject> transactions = [];
    private readonly List<JsonObject> refunds = [];
    private long lastId = 4_099_260_000;

    internal PaystackBooks(WebhookSender webhooks, Func<DateTimeOffset> now) =>
        (this.webhooks, this.now) = (webhooks, now);

    /// <summary>The refunds, as the API would show them.</summary>
    public IReadOnlyList<JsonObject> Refunds => Copies(refunds);

    /// <summary>The transactions, as the API would show them.</summary>
    public IReadOnlyList<JsonObject> Transactions => Copies(transactions);

    public JsonObject? ByReference(string reference) =>
        Locked(() => Copy(transactions.FirstOrDefault(one => (string?)one["reference"] == reference)));

    public JsonObject? ByCode(string code) =>
        Locked(() => Copy(transactions.FirstOrDefault(one => (string?)one["access_code"] == code)));

    /// <summary>What a customer does on the pay page; after a decline the page may be tried again.</summary>
    /// <param name="code">The access code, which the page's address ends in.</param>
    /// <param name="outcome"><c>pay</c>, <c>fail</c> or <c>abandon</c>.</param>
    public bool Settle(string code, string outcome) => Locked(() =>
    {
        var paid = transactions.FirstOrDefault(one => (string?)one["access_code"] == code);
        if (paid is null || (string?)paid["status"] == "success")
            return false;

        paid["status"] = outcome switch { "pay" => "success", "fail" => "failed", _ => "abandoned" };
        paid["gateway_response"] = outcome switch { "pay" => "Successful", "fail" => "Declined", _ => "Abandoned" };
        paid["paid_at"] = outcome == "pay" ? Time() : null;
        if (outcome is "pay" or "fail")
            Tell(outcome == "pay" ? "charge.success" : "charge.failed", paid);
        return true;
    });

    /// <summary>Ends every refund that is pending.</summary>
    public void FinishRefunds(bool succeed = true) => Locked(() =>
    {
        foreach (var refund in refunds.Where(one => (string?)one["status"] == "pending"))
        {
            refund["status"] = succeed ? "processed" : "failed";
            var reference = (string)refund["transaction_reference"]!;
            Tell(succeed ? "refund.processed" : "refund.failed", new JsonObject
            {
                ["status"] = (string)refund["status"]!,
                ["transaction_reference"] = reference,
                ["refund_reference"] = $"{refund["id"]}",
                ["amount"] = ((long)refund["amount"]!).ToString(CultureInfo.InvariantCulture),
                ["currency"] = (string)refund["currency"]!,
                ["domain"] = "test",
            });
        }

        return true;
    });

    internal IReadOnlyList<JsonObject> Successful(DateTimeOffset? from, DateTimeOffset? to) => Locked(() => Copies(
        transactions.Where(one => (string?)one["status"] == "success"
            && (from is null || DateTimeOffset.Parse((string)one["paid_at"]!, CultureInfo.InvariantCulture) >= from)
            && (to is null || DateTimeOffset.Parse((string)one["paid_at"]!, CultureInfo.InvariantCulture) <= to))
            .Reverse()));

    internal IReadOnlyList<JsonObject> RefundsOf(string reference) => Locked(() => Copies(
        refunds.Where(one => (string?)one["transaction_reference"] == reference).Reverse()));

    /// <summary>Null when the reference was used before.</summary>
    internal JsonObject? Open(JsonObject sent, Func<string, string> payUrl) => Locked(() =>
    {
        var reference = (string?)sent["reference"] ?? RandomNumberGenerator.GetHexString(10, lowercase: true);
        if (transactions.Any(one => (string?)one["reference"] == reference))
            return null;

        var code = RandomNumberGenerator.GetHexString(15, lowercase: true);
        var metadata = sent["metadata"] is JsonValue text
            ? JsonNode.Parse((string)text!)
            : sent["metadata"]?.DeepClone();
        transactions.Add(new JsonObject
        {
            ["id"] = ++lastId,
            ["domain"] = "test",
            ["status"] = "abandoned",
            ["reference"] = reference,
            ["amount"] = (long)sent["amount"]!,
            ["currency"] = (string?)sent["currency"] ?? "NGN",
            ["gateway_response"] = "The transaction was not completed",
            ["paid_at"] = null,
            ["created_at"] = Time(),
            ["channel"] = "card",
            ["metadata"] = metadata,
            ["access_code"] = code,
            ["customer"] = new JsonObject { ["email"] = (string)sent["email"]! },
        });
        return new JsonObject
        {
            ["authorization_url"] = payUrl(code),
            ["access_code"] = code,
            ["reference"] = reference,
        };
    });

    /// <summary>Null when it is more than is left.</summary>
    internal JsonObject? GiveBack(JsonObject sent) => Locked(() =>
    {
        var paid = transactions.Single(one => (string?)one["reference"] == (string?)sent["transaction"]);
        var left = (long)paid["amount"]! - refunds
            .Where(one => (string?)one["transaction_reference"] == (string?)paid["reference"]
                && (string?)one["status"] != "failed")
            .Sum(one => (long)one["amount"]!);
        var amount = sent["amount"] is { } asked ? (long)asked : left;
        if (amount < 1 || amount > left)
            return null;

        var refund = new JsonObject
        {
            ["id"] = ++lastId,
            ["transaction"] = (long)paid["id"]!,
            ["amount"] = amount,
            ["status"] = "pending",
            ["currency"] = (string)paid["currency"]!,
            ["transaction_reference"] = (string)paid["reference"]!,
            ["merchant_note"] = (string?)sent["merchant_note"],
            ["created_at"] = Time(),
        };
        refunds.Add(refund);
        return Copy(refund);
    });

    private void Tell(string type, JsonObject about) =>
        webhooks.Send(new JsonObject { ["event"] = type, ["data"] = about.DeepClone() });

    private string Time() => now().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
