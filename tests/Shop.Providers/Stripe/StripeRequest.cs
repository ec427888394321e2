namespace Shop.Providers.Stripe;

/// <summary>A call of the API.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">Below <c>/v1/</c>.</param>
/// <param name="Form">The fields with their nested keys as they came: <c>line_items[0][quantity]</c>.</param>
internal sealed record StripeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Form)
{
    public string? this[string key] => Form.GetValueOrDefault(key);

    /// <summary>What makes two requests the same, for an idempotency key.</summary>
    public string Fingerprint =>
        $"{Method} {Path} {string.Join('&', Form.OrderBy(one => one.Key, StringComparer.Ordinal))}";

    /// <summary>The fields of <c>metadata[…]</c>, or of another group.</summary>
    public IEnumerable<KeyValuePair<string, string>> Group(string name) =>
        from field in Form
        where field.Key.StartsWith($"{name}[", StringComparison.Ordinal) && field.Key.EndsWith(']')
        select KeyValuePair.Create(field.Key[(name.Length + 1)..^1], field.Value);
}
