using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Admin;
using Shop.Hosting;
using Shop.Idempotency;

namespace Shop.Accounts;

internal static class AuthEndpoints
{
    private static readonly TimeSpan LongerThanAWrite = TimeSpan.FromMilliseconds(150);

    public static void MapAuth(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/auth").WithTags("Accounts");

        auth.MapPost("/register", Register).ForEveryone().Idempotent().WithSummary("Open a customer's account.");
        auth.MapPost("/login", SignIn).ForEveryone().SpendsFrom(Budget.Login).Audited()
            .WithSummary("Trade e-mail and password for tokens.");
        auth.MapPost("/refresh", Refresh).ForEveryone().WithSummary("Trade a refresh token for a new pair of tokens.");
        auth.MapPost("/logout", SignOut).ForCustomers().WithSummary("End this session, or all of them.");

        var codes = auth.MapGroup("").SpendsFrom(Budget.Codes).Audited().ForEveryone();
        codes.MapPost("/verify-email", Verify).WithSummary("Prove the mailbox by the code that was sent.");
        codes.MapPost("/resend-otp", Resend).WithSummary("Have another code for that sent.");
        codes.MapPost("/forgot-password", Forgot).WithSummary("Have a code to reset the password sent.");
        codes.MapPut("/reset-password", Reset).WithSummary("Set a password by the code that was sent.");
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

        var signedIn = await grains.EmailAddress(address).SignIn(request.ToCredentials(http));
        if (signedIn.Value is { } session)
            http.ConcernsUser(session.User.Id);
        return Answer(signedIn, response);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> Refresh(
        RefreshRequest request, IGrainFactory grains, LiveSessions live, HttpResponse response)
    {
        var read = RefreshToken.Read(request.RefreshToken);
        if (read.Value is not { } token)
            return read.Error!.ToProblem();

        var refreshed = await grains.Session(token.SessionId).Refresh(token);
        if (refreshed.Error is not null)
            live.ForgetSession(token.SessionId);
        return Answer(refreshed, response);
    }

    /// <param name="http">Whose session it is.</param>
    /// <param name="grains">The shop's grains.</param>
    /// <param name="live">This process's memory of sessions.</param>
    /// <param name="all">On every device.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> SignOut(
        HttpContext http, IGrainFactory grains, LiveSessions live, bool all = false)
    {
        var door = grains.SignIn(http.UserId());
        var session = http.SessionId()!.Value;
        var refused = all ? await door.EndSessions(but: null) : await door.EndSession(session);
        await grains.Session(session).Revoke();
        live.Forget(http.UserId());
        return refused.ToHttp();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Verify(
        HttpContext http, VerifyRequest request, IGrainFactory grains) =>
        (await InEqualTime(http, EmailAddress.Read(request.Email).Value is { } address
            ? grains.EmailAddress(address).Verify(http.Written(request.Code))
            : Task.FromResult<Error?>(AccountErrors.CodeInvalid))).ToHttp();

    private static Task<Results<Accepted, ProblemHttpResult>> Resend(
        HttpContext http, MailboxRequest request, IGrainFactory grains) =>
        SendCode(http, request, CodePurpose.VerifyEmail, grains);

    private static Task<Results<Accepted, ProblemHttpResult>> Forgot(
        HttpContext http, MailboxRequest request, IGrainFactory grains) =>
        SendCode(http, request, CodePurpose.ResetPassword, grains);

    private static async Task<Results<NoContent, ProblemHttpResult>> Reset(
        HttpContext http, ResetRequest request, IGrainFactory grains) =>
        (await InEqualTime(http, EmailAddress.Read(request.Email).Value is { } address
            ? grains.EmailAddress(address).ResetPassword(http.Written(request.Code), new Password(request.Password))
            : Task.FromResult<Error?>(AccountErrors.CodeInvalid))).ToHttp();

    /// <summary>Accepted, whether somebody has the address or not.</summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> SendCode(
        HttpContext http, MailboxRequest request, CodePurpose purpose, IGrainFactory grains)
    {
        var email = EmailAddress.Read(request.Email);
        if (email.Error is { } malformed)
            return malformed.ToProblem();

        var refused = await InEqualTime(http, grains.EmailAddress(email.Value!).SendCode(purpose));
        return refused is null ? TypedResults.Accepted((string?)null) : refused.ToProblem();
    }

    /// <summary>A write that only a known address causes must not tell by its time that it is known.</summary>
    private static async Task<T> InEqualTime<T>(HttpContext http, Task<T> work)
    {
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        await Task.WhenAll(work, Task.Delay(LongerThanAWrite, clock, http.RequestAborted));
        return await work;
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

    /// <param name="Otp">Of the second factor, where there is one: six digits, or a recovery code.</param>
    public sealed record SignInRequest(
        [StringLength(254)] string Email, [StringLength(128)] string Password, [StringLength(40)] string? Otp = null)
    {
        public Credentials ToCredentials(HttpContext http) => new(new Password(Password), Otp, http.Origin());
    }

    public sealed record RefreshRequest([StringLength(200)] string RefreshToken);

    public sealed record MailboxRequest([StringLength(254)] string Email);

    public sealed record VerifyRequest([StringLength(254)] string Email, [StringLength(20)] string Code);

    public sealed record ResetRequest(
        [StringLength(254)] string Email,
        [StringLength(20)] string Code,
        [StringLength(128, MinimumLength = 8)] string Password,
        [property: Compare(nameof(ResetRequest.Password), ErrorMessage = "It must be the same as password.")]
        string ConfirmPassword);

    /// <summary>As OAuth 2 names its parts (RFC 6749 §5.1), and who signed in.</summary>
    public sealed record TokenResponse(
        string AccessToken, string RefreshToken, string TokenType, int ExpiresIn, UserView User)
    {
        public static TokenResponse Of(SignedIn signedIn) =>
            new(signedIn.AccessToken, signedIn.RefreshToken, "Bearer", signedIn.ExpiresIn, signedIn.User);
    }
}
