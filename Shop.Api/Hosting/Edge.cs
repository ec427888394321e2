using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;

namespace Shop.Hosting;

/// <summary>Who is at the other end: behind a proxy, and in a browser on somebody else's page.</summary>
internal static class Edge
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] RequestHeaders =
        ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"];

    private static readonly string[] AnswerHeaders =
    [
        "ETag", "Idempotent-Replayed", "Location", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
        "Retry-After", "WWW-Authenticate",
    ];

    /// <summary>How long a browser may remember what it was told.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public static void AddEdge(this IServiceCollection services, EdgeOptions options)
    {
        services.AddSingleton(options);
        services.Configure<ForwardedHeadersOptions>(forwarded => Trust(forwarded, options));
        services.AddCors(cors => cors.AddDefaultPolicy(policy => Allow(policy, options)));
    }

    /// <summary>Nobody's word is taken unless a setting says whose: anybody can write such a header.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<EdgeOptions>().TrustedProxies.IsEmpty)
            app.UseForwardedHeaders();
    }

    /// <summary>Cookies are never let through: pages of other origins call with a token of their own.</summary>
    public static void UseAllowedOrigins(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<EdgeOptions>().Origins.IsEmpty)
            app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), api => api.UseCors());
    }

    private static void Allow(CorsPolicyBuilder policy, EdgeOptions options) => policy
        .WithOrigins([.. options.Origins]).WithMethods(Methods).WithHeaders(RequestHeaders)
        .WithExposedHeaders(AnswerHeaders).SetPreflightMaxAge(Remembered);

    private static void Trust(ForwardedHeadersOptions forwarded, EdgeOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // As many proxies in a row as there are: the first address that is no trusted one's is the caller's.
        forwarded.ForwardLimit = null;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.TrustedProxies)
            forwarded.KnownIPNetworks.Add(network);
    }
}
