using System.Text.Json.Nodes;

namespace Shop.Providers.Stripe;

/// <summary>Answers by idempotency key: the first stands; the same key with other parameters is refused.</summary>
internal sealed class IdempotentAnswers
{
    private readonly Dictionary<string, (string Fingerprint, int Status, string Body)> known = [];
    private readonly Lock gate = new();

    public (int Status, JsonObject Body) Once(
        string key, StripeRequest request, Func<(int Status, JsonObject Body)> answer, out bool replayed)
    {
        lock (gate)
        {
            replayed = known.TryGetValue(key, out var first);
            if (replayed && first.Fingerprint != request.Fingerprint)
            {
                return StripeApi.Error(
                    400, "idempotency_error", null,
                    "Keys for idempotent requests can only be used with the parameters they were first used with.");
            }

            if (replayed)
                return (first.Status, JsonNode.Parse(first.Body)!.AsObject());

            var (status, body) = answer();
            known[key] = (request.Fingerprint, status, body.ToJsonString());
            return (status, body);
        }
    }
}
