using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Shop.Accounts;

namespace Shop;

internal static class HttpContextExtensions
{
    public const string Subject = "sub";

    /// <summary>The caller's user id. Only for endpoints that need a sign-in; there it is always known.</summary>
    public static Guid UserId(this HttpContext http) => Guid.Parse(http.User.FindFirstValue(Subject)!);

    /// <summary>The caller's user id, or null for the anonymous.</summary>
    public static Guid? UserIdOrNull(this HttpContext http) =>
        !http.IsNobody() && Guid.TryParse(http.User.FindFirstValue(Subject), out var id) ? id : null;

    /// <summary>The session that the access token belongs to.</summary>
    public static Guid? SessionId(this HttpContext http) =>
        Guid.TryParse(http.User.FindFirstValue(AccessTokens.SessionClaim), out var id) ? id : null;

    public static Origin Origin(this HttpContext http) => new(
        http.Connection.RemoteIpAddress?.ToString(),
        http.Request.Headers.UserAgent is { Count: > 0 } device ? device.ToString() : null);

    /// <summary>A one-time code as the caller typed it.</summary>
    public static WrittenCode Written(this HttpContext http, string code) => new(code, http.Origin());

    public static bool IsAdmin(this HttpContext http) => http.Is(Role.Admin);

    /// <summary>Sellers and admins.</summary>
    public static bool IsStaff(this HttpContext http) => http.Is(Role.Admin) || http.Is(Role.Seller);

    public static Caller Caller(this HttpContext http) => new(http.UserId(), http.IsAdmin());

    private static bool Is(this HttpContext http, Role role) =>
        !http.IsNobody() && http.User.IsInRole(Policies.RoleName(role));

    /// <remarks>Whoever asks for the user of such a request has one made, without name or claims.</remarks>
    private static bool IsNobody(this HttpContext http) =>
        http.Features.Get<IHttpAuthenticationFeature>()?.User is null;
}
