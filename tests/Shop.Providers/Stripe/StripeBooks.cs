using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Shop.Providers.Stripe;

/// <summary>Sessions, charges, refunds and disputes, and the events that tell of them.</summary>
public sealed class StripeBooks : Books
{
    private readonly WebhookSender webhooks;
    private readonly Func<long> now;
    private readonly Dictionary<string, JsonObject> sessions = [];
    private readonly List<JsonObject> charges = [];
    private readonly List<JsonObject> refunds = [];

    internal StripeBooks(WebhookSender webhooks, Func<long> now) => (this.webhooks, this.now) = (webhooks, now);

    /// <summary>Refunds stay pending until <see cref="FinishRefunds"/>, as those of some banks do.</summary>
    public bool SlowRefunds { get; set; }

    /// <summary>The refunds, as the API would show them.</summary>
    public IReadOnlyList<JsonObject> Refunds => Copies(refunds);

    /// <summary>The charges, as the API would show them.</summary>
    public IReadOnlyList<JsonObject> Charges => Copies(charges);

    /// <summary>The Checkout Sessions, as the API would show them.</summary>
    public IReadOnlyList<JsonObject> Sessions => Copies(sessions.Values);

    public JsonObject? Session(string id) => Locked(() => Copy(sessions.GetValueOrDefault(id)));

    /// <summary>What a customer does on the pay page. False when the session is over.</summary>
    /// <param name="id">The session.</param>
    /// <param name="outcome"><c>pay</c>, <c>slowly</c>, <c>arrive</c>, <c>fail</c> or <c>expire</c>.</param>
    public bool Settle(string id, string outcome) => Locked(() =>
    {
        if (sessions.GetValueOrDefault(id) is not { } session)
            return false;

        var (status, paid) = ((string)session["status"]!, (string)session["payment_status"]!);
        switch (outcome, status, paid)
        {
            case ("pay" or "slowly", "open", _):
                session["status"] = "complete";
                session["payment_intent"] = NewId("pi");
                if (outcome == "pay")
                    Charge(session);
                Tell("checkout.session.completed", session);
                return true;
            case ("arrive", "complete", "unpaid"):
                Charge(session);
                Tell("checkout.session.async_payment_succeeded", session);
                return true;
            case ("fail", "complete", "unpaid"):
                Tell("checkout.session.async_payment_failed", session);
                return true;
            case ("fail", "open", _):
                session["status"] = "complete";
                session["payment_intent"] = NewId("pi");
                Tell("checkout.session.completed", session);
                Tell("checkout.session.async_payment_failed", session);
                return true;
            case ("expire", "open", _):
                session["status"] = "expired";
                Tell("checkout.session.expired", session);
                return true;
            default:
                return false;
        }
    });

    /// <summary>A customer's bank takes the money back.</summary>
    public void Dispute(string paymentIntent) => Locked(() =>
    {
        var charge = charges.Single(one => (string?)one["payment_intent"] == paymentIntent);
        Tell("charge.dispute.created", new JsonObject
        {
            ["id"] = NewId("dp"),
            ["object"] = "dispute",
            ["amount"] = (long)charge["amount"]!,
            ["currency"] = (string)charge["currency"]!,
            ["charge"] = (string)charge["id"]!,
            ["payment_intent"] = paymentIntent,
            ["reason"] = "fraudulent",
            ["status"] = "needs_response",
            ["metadata"] = new JsonObject(),
            ["created"] = now(),
        });
        return true;
    });

    /// <summary>Somebody gives money back in Stripe's own dashboard.</summary>
    public void RefundByHand(string paymentIntent, long amount) => Locked(() => GiveBack(
        charges.Single(one => (string?)one["payment_intent"] == paymentIntent), amount,
        new StripeRequest("POST", "refunds", new Dictionary<string, string>())));

    /// <summary>Ends every refund that is pending.</summary>
    public void FinishRefunds(bool succeed = true) => Locked(() =>
    {
        foreach (var refund in refunds.Where(one => (string?)one["status"] == "pending"))
            Finish(refund, succeed);
        return true;
    });

    internal JsonObject? Refund(string id) =>
        Locked(() => Copy(refunds.FirstOrDefault(one => (string?)one["id"] == id)));

    internal JsonObject? ChargeOf(string? paymentIntent) =>
        Locked(() => charges.FirstOrDefault(one => (string?)one["payment_intent"] == paymentIntent));

    internal IReadOnlyList<JsonObject> RefundsOf(string? paymentIntent) => Locked(() => Copies(
        refunds.Where(one => (string?)one["payment_intent"] == paymentIntent).Reverse()));

    internal IReadOnlyList<JsonObject> ChargesBetween(long from, long until) => Locked(() => Copies(
        charges.Where(one => (long)one["created"]! >= from && (long)one["created"]! < until).Reverse()));

    internal JsonObject Open(
        StripeRequest request, long total, string currency, long expires, Func<string, string> payUrl) => Locked(() =>
    {
        var id = NewId("cs_test");
        var session = new JsonObject
        {
            ["id"] = id,
            ["object"] = "checkout.session",
            ["amount_subtotal"] = total,
            ["amount_total"] = total,
            ["client_reference_id"] = request["client_reference_id"],
            ["created"] = now(),
            ["currency"] = currency,
            ["customer_email"] = request["customer_email"],
            ["expires_at"] = expires,
            ["livemode"] = false,
            ["metadata"] = Metadata(request.Group("metadata")),
            ["mode"] = request["mode"],
            ["payment_intent"] = null,
            ["payment_status"] = "unpaid",
            ["status"] = "open",
            ["success_url"] = request["success_url"],
            ["url"] = payUrl(id),
            ["payment_intent_metadata"] = Metadata(request.Group("payment_intent_data[metadata]")),
        };
        sessions.Add(id, session);
        return Copy(session)!;
    });

    internal JsonObject GiveBack(JsonObject charge, long amount, StripeRequest request) => Locked(() =>
    {
        var refund = new JsonObject
        {
            ["id"] = NewId("re"),
            ["object"] = "refund",
            ["amount"] = amount,
            ["charge"] = (string)charge["id"]!,
            ["created"] = now(),
            ["currency"] = (string)charge["currency"]!,
            ["metadata"] = Metadata(request.Group("metadata")),
            ["failure_reason"] = null,
            ["payment_intent"] = (string)charge["payment_intent"]!,
            ["reason"] = request["reason"],
            ["status"] = SlowRefunds ? "pending" : "succeeded",
        };
        refunds.Add(refund);
        charge["amount_refunded"] = (long)charge["amount_refunded"]! + amount;
        charge["refunded"] = (long)charge["amount_refunded"]! == (long)charge["amount"]!;
        Tell("charge.refunded", charge);
        Tell("refund.updated", refund);
        return Copy(refund)!;
    });

    private void Finish(JsonObject refund, bool succeed)
    {
        refund["status"] = succeed ? "succeeded" : "failed";
        if (!succeed)
        {
            refund["failure_reason"] = "lost_or_stolen_card";
            var charge = charges.Single(one => (string?)one["id"] == (string?)refund["charge"]);
            charge["amount_refunded"] = (long)charge["amount_refunded"]! - (long)refund["amount"]!;
            charge["refunded"] = false;
        }

        Tell("refund.updated", refund);
    }

    private void Charge(JsonObject session)
    {
        session["payment_status"] = "paid";
        charges.Add(new JsonObject
        {
            ["id"] = NewId("ch"),
            ["object"] = "charge",
            ["amount"] = (long)session["amount_total"]!,
            ["amount_refunded"] = 0L,
            ["created"] = now(),
            ["currency"] = (string)session["currency"]!,
            ["metadata"] = session["payment_intent_metadata"]!.DeepClone(),
            ["paid"] = true,
            ["payment_intent"] = (string)session["payment_intent"]!,
            ["refunded"] = false,
            ["status"] = "succeeded",
        });
    }

    private void Tell(string type, JsonObject about) => webhooks.Send(new JsonObject
    {
        ["id"] = NewId("evt"),
        ["object"] = "event",
        ["api_version"] = StripeServer.Version,
        ["created"] = now(),
        ["data"] = new JsonObject { ["object"] = about.DeepClone() },
        ["livemode"] = false,
        ["pending_webhooks"] = 1,
        ["type"] = type,
    });

    private static JsonObject Metadata(IEnumerable<KeyValuePair<string, string>> fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(field.Value))));

    private static string NewId(string kind) => $"{kind}_{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
}
