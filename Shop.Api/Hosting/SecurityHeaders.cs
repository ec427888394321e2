namespace Shop.Hosting;

/// <summary>What a browser is told never to do with our answers.</summary>
internal static class SecurityHeaders
{
    /// <summary>Answers for programs: nothing in them is to be shown, run or framed.</summary>
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private const string OwnOnly =
        "default-src 'self'; img-src 'self' data: https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Nothing from elsewhere, and forms go nowhere else: for pages that people sign in to.</summary>
    private const string Staff =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Swagger UI and ReDoc set styles from scripts; ReDoc has a font in its style, works in a blob.</summary>
    private const string Documentation =
        "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        + "worker-src blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A year, as browsers' preload lists ask.</summary>
    private const string OnlyOverTls = "max-age=31536000; includeSubDomains";

    /// <summary>
    /// Written when the answer starts, because an answer that turns into an error loses what it had before.
    /// </summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var isProduction = !app.ApplicationServices.GetRequiredService<IHostEnvironment>().IsDevelopment();
        return app.Use((http, next) =>
        {
            http.Response.OnStarting(isProduction ? WriteInProduction : Write, http);
            return next(http);
        });
    }

    /// <summary>On a developer's machine a browser would remember it for every port of localhost.</summary>
    private static Task WriteInProduction(object state)
    {
        var http = (HttpContext)state;
        if (http.Request.IsHttps)
            http.Response.Headers.StrictTransportSecurity = OnlyOverTls;
        return Write(state);
    }

    private static Task Write(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = PolicyFor(http.Request.Path);
        RateLimiting.Tell(http);
        return Task.CompletedTask;
    }

    private static string PolicyFor(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/health")
        || path.StartsWithSegments("/.well-known")
            ? Nothing
            : path.StartsWithSegments("/admin") ? Staff
            : path.StartsWithSegments("/swagger") || path.StartsWithSegments("/redoc") ? Documentation : OwnOnly;
}
