using System.Diagnostics;
using Shop.Accounts;

namespace Shop.Admin;

/// <summary>Notes what staff do, and every attempt to get in or to change how one gets in.</summary>
/// <remarks>
/// A request leaves one entry with its outcome, once it has one; each document that it changes leaves another, in the
/// transaction of the change. So even a process that dies half-way has noted what it did.
/// </remarks>
internal static class Auditing
{
    /// <summary>Notes the calls of everybody, not only of staff.</summary>
    public static T Audited<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(AuditsEverybody.Instance);

    /// <summary>Stands before authorization: what was forbidden is noted, too.</summary>
    public static IApplicationBuilder UseAuditing(this IApplicationBuilder app) => app.Use((http, next) =>
        IsNoted(http) ? Note(http, next) : next(http));

    /// <summary>Says of whom an entry is, where the request itself does not: a sign-in.</summary>
    public static void ConcernsUser(this HttpContext http, Guid userId) => http.Items[typeof(Auditing)] = userId;

    private static bool IsNoted(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint endpoint
        && (endpoint.Metadata.GetMetadata<AuditsEverybody>() is not null
            || (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && http.IsStaff()));

    private static async Task Note(HttpContext http, RequestDelegate next)
    {
        var entry = EntryOf(http);
        if (http.IsStaff())
            AuditTrail.Begin(entry);
        try
        {
            await next(http);
        }
        finally
        {
            // An answer that went out is not taken back: what cannot be noted now is in the log of the process.
            await http.RequestServices.GetRequiredService<IGrainFactory>().AuditLog().Note(entry with
            {
                Actor = entry.Actor ?? http.Items[typeof(Auditing)] as Guid?,
                Outcome = $"{http.Response.StatusCode}",
            });
        }
    }

    private static AuditEntry EntryOf(HttpContext http) => new(
        Guid.CreateVersion7(),
        http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
        http.UserIdOrNull(),
        http.User.FindFirst(AccessTokens.RoleClaim)?.Value,
        $"{http.Request.Method} /{((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText!.Trim('/')}",
        http.Request.Path,
        "",
        http.Connection.RemoteIpAddress?.ToString(),
        Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier);

    private sealed class AuditsEverybody
    {
        public static readonly AuditsEverybody Instance = new();
    }
}
