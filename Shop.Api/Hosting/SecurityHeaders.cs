namespace Shop.Hosting;

/// <summary>What a browser is told never to do with our answers.</summary>
internal static class SecurityHeaders
{
    /// <summary>Answers for programs: nothing in them is to be shown, run or framed.</summary>
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private const string OwnOnly =
        "default-src 'self'; img-src 'self' data: https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI and ReDoc set styles from scripts, start from an inline script and work in a blob.</summary>
    private const string Documentation =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        + "script-src 'self' 'unsafe-inline'; "
        + "worker-src blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>
    /// Written when the answer starts, because an answer that turns into an error loses what it had before.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(Write, http);
        return next(http);
    });

    private static Task Write(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = PolicyFor(http.Request.Path);
        return Task.CompletedTask;
    }

    private static string PolicyFor(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/health")
            ? Nothing
            : path.StartsWithSegments("/swagger") || path.StartsWithSegments("/redoc")
                ? Documentation
                : OwnOnly;
}
