using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Shop.Accounts;

/// <summary>A server that says who somebody is: the code flow of OpenID Connect Core 1.0 §3.1.</summary>
internal sealed partial class OpenIdProvider(
    GoogleOptions options, TimeProvider clock, ILogger<OpenIdProvider> log) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Two clocks are never the same.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    private readonly HttpClient http = new() { Timeout = Patience };
    private readonly JwtSecurityTokenHandler tokens = new();
    private ConfigurationManager<OpenIdConnectConfiguration>? discovery;

    public bool IsOn => options.IsOn;

    /// <summary>Where to send the browser.</summary>
    public async Task<Result<string>> Invite(OpenIdAttempt attempt, string redirectUri) =>
        await Discover() is not { } server
            ? OpenIdErrors.Silent
            : QueryHelpers.AddQueryString(server.AuthorizationEndpoint, new Dictionary<string, string?>
            {
                ["client_id"] = options.ClientId,
                ["redirect_uri"] = redirectUri,
                ["response_type"] = "code",
                ["scope"] = "openid email profile",
                ["state"] = attempt.State,
                ["nonce"] = attempt.Nonce,
                ["code_challenge"] = attempt.Challenge,
                ["code_challenge_method"] = "S256",
            });

    /// <summary>The token that the server gives for a code, checked.</summary>
    public async Task<Result<JwtSecurityToken>> Redeem(string code, OpenIdAttempt attempt, string redirectUri)
    {
        if (await Discover() is not { } server)
            return OpenIdErrors.Silent;

        var answer = await Trade(server.TokenEndpoint, code, attempt, redirectUri);
        if (answer.Error is { } refused)
            return refused;

        var token = Check(answer.Value!, server) ?? await CheckAnew(answer.Value!);
        return token is not null && IsFor(attempt, token) ? token : OpenIdErrors.Failed;
    }

    public void Dispose() => http.Dispose();

    private async Task<Result<string>> Trade(
        string endpoint, string code, OpenIdAttempt attempt, string redirectUri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        var credentials = $"{Uri.EscapeDataString(options.ClientId!)}:{Uri.EscapeDataString(options.ClientSecret!)}";
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["code_verifier"] = attempt.Verifier,
        });
        try
        {
            using var response = await http.SendAsync(request);
            if (!response.IsSuccessStatusCode)
                return OpenIdErrors.Failed;

            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            return answer.ValueKind is JsonValueKind.Object && answer.TryGetProperty("id_token", out var token)
                && token.ValueKind is JsonValueKind.String
                    ? token.GetString()!
                    : OpenIdErrors.Failed;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or JsonException)
        {
            NoAnswer(failure, options.Issuer);
            return OpenIdErrors.Silent;
        }
    }

    /// <summary>A good token may still be of another attempt, or made for another program (§3.1.3.7).</summary>
    private bool IsFor(OpenIdAttempt attempt, JwtSecurityToken token) =>
        !string.IsNullOrEmpty(token.Subject)
        && token.Claims.Any(claim => claim.Type == "nonce" && claim.Value == attempt.Nonce)
        && token.Claims.All(claim => claim.Type != "azp" || claim.Value == options.ClientId);

    /// <summary>The server may have new keys since it was asked.</summary>
    private async Task<JwtSecurityToken?> CheckAnew(string token)
    {
        discovery!.RequestRefresh();
        return await Discover() is { } server ? Check(token, server) : null;
    }

    /// <remarks>
    /// The keys are the server's public ones, which fit signatures of its private ones and nothing else: a token
    /// without a signature, or with one that a public key made, is refused, whatever algorithm it names.
    /// </remarks>
    private JwtSecurityToken? Check(string token, OpenIdConnectConfiguration server)
    {
        var rules = new TokenValidationParameters
        {
            ValidIssuer = server.Issuer,
            ValidAudience = options.ClientId,
            IssuerSigningKeys = server.SigningKeys.Where(key => key is AsymmetricSecurityKey or JsonWebKey),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => IsLive(from, until),
        };
        try
        {
            tokens.ValidateToken(token, rules, out var valid);
            return (JwtSecurityToken)valid;
        }
        catch (Exception refusal) when (refusal is SecurityTokenException or ArgumentException)
        {
            BadToken(refusal, options.Issuer);
            return null;
        }
    }

    private bool IsLive(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until + ClockSkew > now && (from is null || from - ClockSkew <= now);
    }

    private async Task<OpenIdConnectConfiguration?> Discover()
    {
        discovery ??= new(
            $"{options.Issuer}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            // Settings see to it that only a shop that is tried out asks without TLS.
            new HttpDocumentRetriever(http) { RequireHttps = false });
        try
        {
            return await discovery.GetConfigurationAsync(CancellationToken.None);
        }
        catch (InvalidOperationException failure)
        {
            NoAnswer(failure, options.Issuer);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Issuer} did not answer a sign-in.")]
    private partial void NoAnswer(Exception failure, string issuer);

    [LoggerMessage(LogLevel.Warning, "{Issuer} answered a sign-in with a token that is not good.")]
    private partial void BadToken(Exception refusal, string issuer);
}

internal static class OpenIdErrors
{
    public static readonly Error Off =
        Error.NotFound("google_off", "This shop has no sign-in with Google.");

    public static readonly Error Silent =
        Error.Unavailable("google_unavailable", "Google does not answer. Sign in with your password, or try again.");

    public static readonly Error Failed = Error.Unauthenticated(
        "google_failed", "The sign-in with Google came to nothing.",
        "It was cancelled, took too long, or was begun in another browser. Begin again.");

    public static readonly Error ReturnUnknown = Error.Invalid(
        "return_to_unknown", "The shop sends nobody there.",
        "The origin of return_to must be one of SHOP_CORS_ORIGINS.", "return_to");
}
