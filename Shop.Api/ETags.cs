using System.Globalization;

namespace Shop;

/// <summary>Versions as entity tags: version 7 is <c>"7"</c>, strong, made anew by every change.</summary>
internal static class ETags
{
    /// <summary>Gives every answer that is <see cref="IVersioned"/> its tag.</summary>
    public static RouteGroupBuilder WithETags(this RouteGroupBuilder group) => group.AddEndpointFilter(Tag);

    /// <summary>
    /// Answers 304 to <c>If-None-Match</c>. Only for what follows from its version alone: a cart's prices and a
    /// product's stock change without it, and a stale price must not come from a cache.
    /// </summary>
    public static T AnswersNotModified<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(FollowsFromVersion.Instance);

    public static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>The tag that an answer is to carry, or null.</summary>
    internal static string? TagOf(object? result) => Versioned(result) is { } versioned ? Of(versioned.Version) : null;

    private static async ValueTask<object?> Tag(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var result = await next(call);
        if (TagOf(result) is not { } tag)
            return result;

        call.HttpContext.Response.Headers.ETag = tag;
        return IsKnown(call.HttpContext, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : result;
    }

    private static IVersioned? Versioned(object? result) => result switch
    {
        INestedHttpResult either => Versioned(either.Result),
        IValueHttpResult { Value: IVersioned versioned } => versioned,
        _ => null,
    };

    private static bool IsKnown(HttpContext http, string tag) =>
        http.Request.Headers.IfNoneMatch is { Count: > 0 } known
        && HttpMethods.IsGet(http.Request.Method)
        && http.GetEndpoint()?.Metadata.GetMetadata<FollowsFromVersion>() is not null
        && known.ToString().Split(',', StringSplitOptions.TrimEntries)
            .Any(one => one == "*" || one == tag || one == $"W/{tag}");

    private sealed class FollowsFromVersion
    {
        public static readonly FollowsFromVersion Instance = new();
    }
}
