using System.Text.Json;

namespace Shop.Storm.Customers;

/// <summary>What came of a request.</summary>
/// <param name="Status">0 when no answer came.</param>
/// <param name="Body">Undefined when it was no JSON.</param>
internal sealed record Reply(int Status, JsonElement Body)
{
    public static readonly Reply None = new(0, default);

    public bool Succeeded => Status is >= 200 and < 300;

    public bool NeedsSignIn => Status is 401;

    /// <summary>Nobody knows whether it was done: the same request, with the same key, is to be sent again.</summary>
    public bool IsOpen => Status is 0 or 429 or >= 500 || Code == "idempotency_key_in_use";

    /// <summary>Of the problem.</summary>
    public string Code => Text("code") ?? $"status {Status}";

    public string? Text(string property) =>
        Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty(property, out var value)
        && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
