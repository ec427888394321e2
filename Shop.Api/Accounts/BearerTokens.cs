using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using Shop.Admin;

namespace Shop.Accounts;

/// <summary>
/// Who calls: an ES256 token, signed by the shop's own key, checked here without asking a grain each time.
/// </summary>
internal static class BearerTokens
{
    private const string Scheme = "Bearer ";

    /// <summary>Pages of the back office ask for their cookie, all else for a token.</summary>
    private const string ByPath = "by path";

    /// <summary>A token may be used on another node before that one's clock says that it was made.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public static void AddBearerTokens(this IServiceCollection services)
    {
        // Claims keep the names they have in the token; the handlers read this when they are made.
        JwtSecurityTokenHandler.DefaultMapInboundClaims = false;

        services.AddSingleton<SigningKeys>();
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<LiveSessions>();
        services.AddAuthentication(ByPath)
            .AddPolicyScheme(ByPath, null, caller => caller.ForwardDefaultSelector = http =>
                AdminSession.IsItsPage(http) ? AdminSession.Scheme : JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer().AddAdminSession();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<SigningKeys, KnownTokens, LiveSessions, TimeProvider>(Configure);
    }

    /// <summary>Null without one.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private static void Configure(
        JwtBearerOptions options, SigningKeys keys, KnownTokens known, LiveSessions live, TimeProvider clock)
    {
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = AccessTokens.Issuer,
            ValidAudience = AccessTokens.Audience,
            // Nothing but ES256 fits a key on P-256, so the algorithm that a token names cannot weaken the check.
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.Find(keyId),
            LifetimeValidator = (from, until, _, _) => IsLive(from, until, clock),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            NameClaimType = HttpContextExtensions.Subject,
            RoleClaimType = AccessTokens.RoleClaim,
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = message => Receive(message, keys),
            OnTokenValidated = async valid =>
            {
                known.Keep(TokenOf(valid.Request)!, valid.Principal!, valid.SecurityToken.ValidTo);
                if (!await live.GoesOn(valid.Principal!))
                    valid.Fail(new SessionEndedException());
            },
            OnChallenge = Challenge,
        };
    }

    private static bool IsLive(DateTime? from, DateTime? until, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until > now && (from is null || from - ClockSkew <= now);
    }

    private static async Task Receive(MessageReceivedContext message, SigningKeys keys)
    {
        if (TokenOf(message.Request) is not { } token)
        {
            message.NoResult();
            return;
        }

        await keys.LearnKeyOf(token);
        message.Token = token;
    }

    private static async Task Challenge(JwtBearerChallengeContext challenge)
    {
        challenge.HandleResponse();
        var error = challenge.AuthenticateFailure switch
        {
            null => TokenErrors.Missing,
            SessionEndedException => AccountErrors.SessionEnded,
            SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException => TokenErrors.Expired,
            _ => TokenErrors.Invalid,
        };
        challenge.Response.Headers.WWWAuthenticate = error == TokenErrors.Missing
            ? "Bearer"
            : $"Bearer error=\"invalid_token\", error_description=\"{error.Title}\"";
        await error.ToProblem().ExecuteAsync(challenge.HttpContext);
    }
}

/// <summary>Tells the one event from the other, which the framework calls with an exception.</summary>
internal sealed class SessionEndedException : Exception;

internal static class TokenErrors
{
    public static readonly Error Missing =
        Error.Unauthenticated("unauthenticated", "Sign in to do this.");

    public static readonly Error Expired =
        Error.Unauthenticated("token_expired", "The access token has expired.");

    public static readonly Error Invalid =
        Error.Unauthenticated("token_invalid", "The access token is not one of this shop.");
}
