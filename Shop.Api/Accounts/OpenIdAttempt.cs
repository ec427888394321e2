using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Shop.Accounts;

/// <summary>One attempt to sign in elsewhere, kept in a sealed cookie of the browser that began it.</summary>
/// <param name="State">Comes back with the answer: an answer to somebody else's attempt is not taken.</param>
/// <param name="Nonce">Comes back in the token: a token of another attempt is not taken.</param>
/// <param name="Verifier">Whoever catches the code on its way back does not have this (PKCE, RFC 7636).</param>
/// <param name="ReturnTo">The page to go back to in the end, or null.</param>
/// <param name="Until">When it is too late.</param>
internal sealed record OpenIdAttempt(
    string State, string Nonce, string Verifier, string? ReturnTo, DateTimeOffset Until)
{
    private const string Cookie = "shop_google";
    private const string Path = "/api/v1/auth/google";

    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    public static OpenIdAttempt Begin(string? returnTo, DateTimeOffset now) =>
        new(Random(), Random(), Random(), returnTo, now + Lasts);

    /// <summary>Of the verifier, by S256.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <remarks><c>Lax</c>, because the way back from there is a link from another site.</remarks>
    public void Keep(HttpContext http) => http.Response.Cookies.Append(
        Cookie, Box(http).Protect(JsonSerializer.Serialize(this)), Options(http, Lasts));

    /// <summary>The attempt that this answer belongs to, or null. It is gone then: an answer comes once.</summary>
    public static OpenIdAttempt? Take(HttpContext http, string? state, DateTimeOffset now)
    {
        if (http.Request.Cookies[Cookie] is not { } kept)
            return null;

        http.Response.Cookies.Delete(Cookie, Options(http, lasts: null));
        return Open(http, kept) is { } attempt && now < attempt.Until && Same(attempt.State, state) ? attempt : null;
    }

    private static OpenIdAttempt? Open(HttpContext http, string kept)
    {
        try
        {
            return JsonSerializer.Deserialize<OpenIdAttempt>(Box(http).Unprotect(kept));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool Same(string state, string? other) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(other ?? ""));

    private static IDataProtector Box(HttpContext http) =>
        http.RequestServices.GetDataProtector("Shop.Accounts.OpenIdAttempt");

    private static CookieOptions Options(HttpContext http, TimeSpan? lasts) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = Path,
        MaxAge = lasts,
    };

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
