using System.Collections.Frozen;

namespace Shop;

/// <summary>Other paths by which an endpoint answers: those of the shops that this one takes the place of.</summary>
/// <remarks>
/// A path is rewritten before it is routed, so an alias has its endpoint's policy, limits and answers by nature. A
/// path without <c>/v1</c> is the current version's.
/// </remarks>
internal static class Aliases
{
    private const string Anything = "/api/";
    private const string Current = "/api/v1/";

    /// <summary>What is in braces stands for one segment. The target may hand it on in the query.</summary>
    public static readonly Alias[] Table =
    [
        new("POST", "users/register", "auth/register"),
        new("POST", "signup", "auth/register"),
        new("POST", "users/login", "auth/login"),
        new("POST", "token", "auth/login"),
        new("POST", "token/refresh", "auth/refresh"),
        new("POST", "users/refresh", "auth/refresh"),
        new("GET PUT PATCH DELETE", "customer_profile/me", "users/me"),
        new("GET POST DELETE", "cart/me", "cart"),
        new("GET POST DELETE", "cart-items", "cart"),
        new("PUT PATCH DELETE", "cart-items/{id}", "cart/items/{id}"),
        new("POST", "cart/items", "cart"),
        new("POST", "products/{id}/add_to_cart", "cart?product_id={id}"),
        new("POST", "checkout/create-session", "checkout"),
        new("POST", "orders", "checkout"),
        new("POST PUT PATCH", "orders/{id}/mark_as_shipped", "orders/{id}/ship"),
        new("POST PUT PATCH", "orders/{id}/mark_as_completed", "orders/{id}/complete"),
        new("GET POST", "pay", "payments"),
        new("POST", "stripe-webhook", "webhooks/stripe") { Endpoint = "webhooks/{provider}" },
    ];

    private static readonly FrozenDictionary<string, Alias[]> ByFirstSegment = Table
        .GroupBy(alias => alias.From.Split('/')[0], StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);

    public static IApplicationBuilder UseAliases(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        Rewrite(http.Request);
        return next(http);
    });

    internal static void Rewrite(HttpRequest request)
    {
        var path = request.Path.Value!;
        if (path.Length <= Anything.Length || !path.StartsWith(Anything, StringComparison.OrdinalIgnoreCase))
            return;

        if (!path.StartsWith(Current, StringComparison.OrdinalIgnoreCase))
        {
            if (IsVersion(path.AsSpan(Anything.Length)))
                return;

            path = Current + path[Anything.Length..];
            request.Path = path;
        }

        var rest = path.AsSpan(Current.Length).TrimEnd('/');
        var first = rest.IndexOf('/') is var slash and >= 0 ? rest[..slash] : rest;
        if (!ByFirstSegment.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(first, out var candidates))
            return;

        foreach (var alias in candidates)
        {
            if (alias.Target(request.Method, rest) is not { } target)
                continue;

            var parts = target.Split('?');
            request.Path = Current + parts[0];
            if (parts.Length > 1)
                request.QueryString = request.QueryString.Add(new QueryString("?" + parts[1]));
            return;
        }
    }

    /// <summary>Another version's path is not ours to read: <c>v2/products</c> is unknown, and no alias.</summary>
    private static bool IsVersion(ReadOnlySpan<char> rest)
    {
        var segment = rest.IndexOf('/') is var slash and >= 0 ? rest[..slash] : rest;
        return segment.Length > 1 && segment[0] is 'v' or 'V' && !segment[1..].ContainsAnyExceptInRange('0', '9');
    }
}

/// <param name="Methods">Separated by spaces.</param>
/// <param name="From">After <c>/api/v1/</c>.</param>
/// <param name="To">After <c>/api/v1/</c>.</param>
internal sealed record Alias(string Methods, string From, string To)
{
    private readonly string[] methods = Methods.Split(' ');
    private readonly string[] segments = From.Split('/');

    /// <summary>The route that it leads to, after <c>/api/v1/</c>.</summary>
    public string Endpoint { get; init; } = To.Split('?')[0];

    /// <summary>Whether it leads to the endpoint of this method and route, as <c>orders/{id}/ship</c>.</summary>
    public bool Leads(string method, string route) =>
        methods.Contains(method, StringComparer.OrdinalIgnoreCase)
        && Endpoint.Equals(route, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a request for <paramref name="path"/> goes, or null when it is not this alias's.</summary>
    public string? Target(string method, ReadOnlySpan<char> path)
    {
        if (!methods.Contains(method, StringComparer.OrdinalIgnoreCase))
            return null;

        string? captured = null;
        var at = 0;
        foreach (var range in path.Split('/'))
        {
            if (at == segments.Length)
                return null;

            var segment = path[range];
            var pattern = segments[at++];
            if (pattern[0] == '{')
                captured = segment.ToString();
            else if (!segment.Equals(pattern, StringComparison.OrdinalIgnoreCase))
                return null;
        }

        return at < segments.Length ? null : To.Replace("{id}", captured, StringComparison.Ordinal);
    }
}
