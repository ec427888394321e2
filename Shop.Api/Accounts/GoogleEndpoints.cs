using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Admin;
using Shop.Hosting;

namespace Shop.Accounts;

/// <summary>Sign-in with Google, in a browser: there, and back with a session.</summary>
internal static class GoogleEndpoints
{
    public static void MapGoogle(this IEndpointRouteBuilder app)
    {
        var google = app.MapGroup("/auth/google").WithTags("Accounts").ForEveryone().SpendsFrom(Budget.Login);

        google.MapGet("/login", Begin).WithSummary("Go to Google to sign in.");
        google.MapGet("/callback", End).Audited().WithSummary("Come back from Google, signed in.");
    }

    /// <param name="http">The request.</param>
    /// <param name="google">The server that is asked.</param>
    /// <param name="edge">Which origins are the shop's.</param>
    /// <param name="clock">The time.</param>
    /// <param name="returnTo">
    /// The page that gets the session: its address plus <c>#refresh_token=…</c>. Without it the answer is the tokens.
    /// </param>
    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Begin(
        HttpContext http, OpenIdProvider google, EdgeOptions edge, TimeProvider clock,
        [FromQuery(Name = "return_to")] string? returnTo = null)
    {
        if (!google.IsOn)
            return OpenIdErrors.Off.ToProblem();
        if (returnTo is not null && !IsOurs(returnTo, edge))
            return OpenIdErrors.ReturnUnknown.ToProblem();

        var attempt = OpenIdAttempt.Begin(returnTo, clock.GetUtcNow());
        var invited = await google.Invite(attempt, RedirectUri(http));
        if (invited.Error is { } refused)
            return refused.ToProblem();

        attempt.Keep(http);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(invited.Value!);
    }

    private static async Task<Results<Ok<AuthEndpoints.TokenResponse>, RedirectHttpResult, ProblemHttpResult>> End(
        HttpContext http, OpenIdProvider google, IGrainFactory grains, TimeProvider clock,
        string? code = null, string? state = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!google.IsOn)
            return OpenIdErrors.Off.ToProblem();
        if (OpenIdAttempt.Take(http, state, clock.GetUtcNow()) is not { } attempt || string.IsNullOrEmpty(code))
            return OpenIdErrors.Failed.ToProblem();

        var token = await google.Redeem(code, attempt, RedirectUri(http));
        if (token.Error is { } refused)
            return refused.ToProblem();

        var person = grains.ExternalAccount(token.Value!.Issuer, token.Value.Subject);
        var signedIn = await person.SignIn(PersonOf(token.Value), http.Origin());
        if (signedIn.Error is { } shut)
            return shut.ToProblem();

        http.ConcernsUser(signedIn.Value!.User.Id);
        // The part after # is sent to no server. The token is good for one trade, and whoever trades it again ends it.
        return attempt.ReturnTo is { } page
            ? TypedResults.Redirect($"{page}#refresh_token={Uri.EscapeDataString(signedIn.Value.RefreshToken)}")
            : TypedResults.Ok(AuthEndpoints.TokenResponse.Of(signedIn.Value));
    }

    private static ExternalPerson PersonOf(JwtSecurityToken token)
    {
        return new(Claim("email"), Claim("email_verified") is "true" or "True", Claim("given_name") ?? Claim("name"),
            Claim("family_name"));

        string? Claim(string name) => token.Claims.FirstOrDefault(claim => claim.Type == name)?.Value;
    }

    private static bool IsOurs(string page, EdgeOptions edge) =>
        Uri.TryCreate(page, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0
        && edge.Origins.Contains(uri.GetLeftPart(UriPartial.Authority));

    private static string RedirectUri(HttpContext http) =>
        $"{http.Request.Scheme}://{http.Request.Host}/api/v1/auth/google/callback";
}
