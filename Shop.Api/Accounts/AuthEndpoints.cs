using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Admin;
using Shop.Hosting;
using Shop.Idempotency;

namespace Shop.Accounts;

internal static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/auth").WithTags("Accounts");

        auth.MapPost("/register", Register).ForEveryone().Idempotent().WithSummary("Open a customer's account.");
        auth.MapPost("/login", SignIn).ForEveryone().SpendsFrom(Budget.Login).Audited()
            .WithSummary("Trade e-mail and password for tokens.");
        auth.MapPost("/refresh", Refresh).ForEveryone().WithSummary("Trade a refresh token for a new pair of tokens.");
        auth.MapPost("/logout", SignOut).ForCustomers().WithSummary("End this session, or all of them.");
    }

    private static async Task<Results<Created<UserView>, ProblemHttpResult>> Register(
        HttpContext http, RegisterRequest request, IGrainFactory grains)
    {
        var profile = new Profile(request.FirstName, request.LastName, request.PhoneNumber, request.DateOfBirth);
        var user = grains.User(http.RequestId());
        var registered = await user.Register(new(request.Email, new Password(request.Password), profile));
        return registered.ToCreated(_ => MeEndpoints.Address);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignIn(
        HttpContext http, SignInRequest request, IGrainFactory grains, HttpResponse response)
    {
        // An address that cannot be one is answered like one that is not known.
        var email = EmailAddress.Read(request.Email);
        if (email.Value is not { } address)
            return AccountErrors.InvalidCredentials.ToProblem();

        var signedIn = await grains.EmailAddress(address).SignIn(new Password(request.Password));
        if (signedIn.Value is { } session)
            http.ConcernsUser(session.User.Id);
        return Answer(signedIn, response);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> Refresh(
        RefreshRequest request, IGrainFactory grains, HttpResponse response)
    {
        var read = RefreshToken.Read(request.RefreshToken);
        return read.Value is { } token
            ? Answer(await grains.Session(token.SessionId).Refresh(token), response)
            : read.Error!.ToProblem();
    }

    /// <param name="http">Whose session it is.</param>
    /// <param name="grains">The shop's grains.</param>
    /// <param name="all">On every device. Access tokens live on until they expire, 15 minutes at most.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> SignOut(
        HttpContext http, IGrainFactory grains, bool all = false)
    {
        if (all)
            return (await grains.User(http.UserId()).EndSessions()).ToHttp();

        await grains.Session(http.SessionId()!.Value).Revoke();
        return TypedResults.NoContent();
    }

    private static Results<Ok<TokenResponse>, ProblemHttpResult> Answer(Result<SignedIn> result, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return result.Error is { } refused ? refused.ToProblem() : TypedResults.Ok(TokenResponse.Of(result.Value!));
    }

    public sealed record RegisterRequest(
        [StringLength(254, MinimumLength = 3)] string Email,
        [StringLength(128, MinimumLength = 8)] string Password,
        [property: Compare(nameof(RegisterRequest.Password), ErrorMessage = "It must be the same as password.")]
        string ConfirmPassword,
        [StringLength(100, MinimumLength = 1)] string FirstName,
        [StringLength(100, MinimumLength = 1)] string LastName,
        [StringLength(30)] string? PhoneNumber = null,
        DateOnly? DateOfBirth = null) : ICarriesSecrets
    {
        public object WithoutSecrets() => this with { Password = "", ConfirmPassword = "" };
    }

    public sealed record SignInRequest([StringLength(254)] string Email, [StringLength(128)] string Password);

    public sealed record RefreshRequest([StringLength(200)] string RefreshToken);

    /// <summary>As OAuth 2 names its parts (RFC 6749 §5.1), and who signed in.</summary>
    public sealed record TokenResponse(
        string AccessToken, string RefreshToken, string TokenType, int ExpiresIn, UserView User)
    {
        public static TokenResponse Of(SignedIn signedIn) =>
            new(signedIn.AccessToken, signedIn.RefreshToken, "Bearer", signedIn.ExpiresIn, signedIn.User);
    }
}
