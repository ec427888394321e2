using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Shop.Accounts;

namespace Shop.Admin;

/// <summary>
/// How an admin is known on pages: by a cookie, which is good below <c>/admin</c> and nowhere else, as access tokens
/// are good below <c>/api</c>. So no page of another site can make a browser call the API as an admin.
/// </summary>
internal static class AdminSession
{
    public const string Scheme = "admin";
    public const string EmailClaim = "email";

    private const string Path = "/admin";
    private const string Until = ".until";

    /// <summary>Whoever leaves the desk is out after this.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>A working day; then the password is asked for again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    public static AuthenticationBuilder AddAdminSession(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "shop_admin_form";
            Shut(form.Cookie);
        });
        authentication.Services.AddOptions<CookieAuthenticationOptions>(Scheme)
            .Configure<TimeProvider>((cookie, clock) => cookie.TimeProvider = clock);
        return authentication.AddCookie(Scheme, Configure);
    }

    public static bool IsItsPage(HttpContext http) => http.Request.Path.StartsWithSegments(Path);

    public static Task Begin(HttpContext http, UserView admin, Guid session, DateTimeOffset now)
    {
        var claims = new[]
        {
            new Claim(HttpContextExtensions.Subject, $"{admin.Id}"),
            new Claim(AccessTokens.RoleClaim, Policies.RoleName(admin.Role)),
            new Claim(AccessTokens.SessionClaim, $"{session}"),
            new Claim(EmailClaim, admin.Email),
        };
        var identity = new ClaimsIdentity(claims, Scheme, HttpContextExtensions.Subject, AccessTokens.RoleClaim);
        var ticket = new AuthenticationProperties { IsPersistent = false };
        ticket.SetString(Until, (now + Longest).ToString("O", CultureInfo.InvariantCulture));
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity), ticket);
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "shop_admin";
        Shut(options.Cookie);
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.LoginPath = AdminPages.Login;
        options.Events.OnValidatePrincipal = Validate;
        options.Events.OnRedirectToAccessDenied = denied =>
            AdminErrors.AdminsOnly.ToProblem().ExecuteAsync(denied.HttpContext);
    }

    /// <summary>Not for scripts, not from other sites, and over TLS only where there is TLS.</summary>
    private static void Shut(CookieBuilder cookie)
    {
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.Path = Path;
    }

    /// <summary>The session may have been ended elsewhere, or the role taken away.</summary>
    private static async Task Validate(CookieValidatePrincipalContext cookie)
    {
        var services = cookie.HttpContext.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var isFresh = DateTimeOffset.TryParse(
            cookie.Properties.GetString(Until), CultureInfo.InvariantCulture, out var until) && now < until;
        if (isFresh && await services.GetRequiredService<LiveSessions>().GoesOn(cookie.Principal!))
            return;

        cookie.RejectPrincipal();
        await cookie.HttpContext.SignOutAsync(Scheme);
    }
}
