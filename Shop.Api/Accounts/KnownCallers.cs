using Shop.Admin;

namespace Shop.Accounts;

/// <summary>
/// Says who calls. The framework's authentication makes objects for each request and asks each of them; that is left
/// out where it would say what is known: that nobody signed in, or whose the token is that was checked before.
/// </summary>
/// <param name="next">For whom it is known.</param>
/// <param name="check">Authenticates, then goes on in the same way.</param>
internal sealed class KnownCallers(RequestDelegate next, RequestDelegate check, IServiceProvider services)
{
    /// <summary>Tells the host that authentication has its place, or it would put it before everything else.</summary>
    private const string InPlace = "__AuthenticationMiddlewareSet";

    private readonly KnownTokens tokens = services.GetRequiredService<KnownTokens>();
    private readonly SigningKeys keys = services.GetRequiredService<SigningKeys>();
    private readonly LiveSessions live = services.GetRequiredService<LiveSessions>();

    public static void Use(IApplicationBuilder app)
    {
        app.Properties[InPlace] = true;
        app.Use(next =>
        {
            var check = app.New();
            check.UseAuthentication().Run(next);
            return new KnownCallers(next, check.Build(), app.ApplicationServices).Invoke;
        });
    }

    private Task Invoke(HttpContext http)
    {
        if (AdminSession.IsItsPage(http))
            return check(http);
        if (BearerTokens.TokenOf(http.Request) is not { } token)
            return next(http);

        var known = IsKnown(http, token);
        return known.IsCompletedSuccessfully ? GoOn(http, known.Result) : Await(http, known);
    }

    private async Task Await(HttpContext http, ValueTask<bool> known) => await GoOn(http, await known);

    private Task GoOn(HttpContext http, bool isKnown) => isKnown ? next(http) : check(http);

    private async ValueTask<bool> IsKnown(HttpContext http, string token)
    {
        await keys.KeepUp();
        if (tokens.Find(token) is not { } caller || !await live.GoesOn(caller))
            return false;

        http.User = caller;
        return true;
    }
}
