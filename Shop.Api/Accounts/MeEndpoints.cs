using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Admin;
using Shop.Hosting;

namespace Shop.Accounts;

internal static class MeEndpoints
{
    public const string Address = "/api/v1/users/me";

    public static void MapMe(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/users/me").WithTags("Accounts").ForCustomers();

        me.MapGet("/", View).WithSummary("Your profile.");
        me.MapPut("/", Replace).WithSummary("Replace your profile.");
        me.MapPatch("/", Change).WithSummary("Change what is named; null clears.");
        me.MapDelete("/", Delete).Audited()
            .WithSummary("Delete your account. Orders that are over stay, without your name and address.");
        me.MapPost("/password", ChangePassword).SpendsFrom(Budget.Login).Audited()
            .WithSummary("Change your password. Your other sessions end.");
        me.MapPost("/email", RequestEmail).SpendsFrom(Budget.Codes).Audited()
            .WithSummary("Have a code sent to your new e-mail address.");
        me.MapPost("/email/confirm", ConfirmEmail).SpendsFrom(Budget.Codes).Audited()
            .WithSummary("Change your e-mail address by the code that was sent.");
        me.MapGet("/export", ExportAccount.Handle).WithSummary("All that the shop holds of you.");
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> View(HttpContext http, IGrainFactory grains) =>
        (await grains.User(http.UserId()).View()).ToHttp();

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> Replace(
        HttpContext http, ProfileRequest request, IGrainFactory grains) =>
        (await grains.User(http.UserId()).Change(new(
            request.FirstName, request.LastName, request.PhoneNumber, request.DateOfBirth,
            ClearPhoneNumber: request.PhoneNumber is null, ClearDateOfBirth: request.DateOfBirth is null))).ToHttp();

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> Change(
        HttpContext http, ProfileChanges request, IGrainFactory grains) =>
        (await grains.User(http.UserId()).Change(request.ToCommand())).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        HttpContext http, IGrainFactory grains, LiveSessions live)
    {
        var refused = await grains.User(http.UserId()).Delete();
        live.Forget(http.UserId());
        return refused.ToHttp();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        HttpContext http, PasswordRequest request, IGrainFactory grains, LiveSessions live)
    {
        var refused = await grains.SignIn(http.UserId()).ChangePassword(new(
            http.SessionId(), Typed(request.CurrentPassword), new Password(request.Password)));
        live.Forget(http.UserId());
        return refused.ToHttp();
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RequestEmail(
        HttpContext http, EmailRequest request, IGrainFactory grains)
    {
        var mail = grains.MailProof(http.UserId());
        var refused = await mail.RequestEmail(request.Email, Typed(request.CurrentPassword));
        return refused is null ? TypedResults.Accepted((string?)null) : refused.ToProblem();
    }

    private static async Task<Results<Ok<UserView>, ProblemHttpResult>> ConfirmEmail(
        HttpContext http, CodeRequest request, IGrainFactory grains) =>
        (await grains.MailProof(http.UserId()).ConfirmEmail(http.Written(request.Code))).ToHttp();

    private static Password? Typed(string? password) => password is null ? null : new(password);

    /// <param name="CurrentPassword">Left out by those who have none yet.</param>
    public sealed record PasswordRequest(
        [StringLength(128, MinimumLength = 8)] string Password,
        [property: Compare(nameof(PasswordRequest.Password), ErrorMessage = "It must be the same as password.")]
        string ConfirmPassword,
        [StringLength(128)] string? CurrentPassword = null);

    /// <param name="CurrentPassword">Left out by those who have none.</param>
    public sealed record EmailRequest(
        [StringLength(254)] string Email, [StringLength(128)] string? CurrentPassword = null);

    public sealed record CodeRequest([StringLength(20)] string Code);

    public sealed record ProfileRequest(
        [StringLength(100, MinimumLength = 1)] string FirstName,
        [StringLength(100, MinimumLength = 1)] string LastName,
        [StringLength(30)] string? PhoneNumber = null,
        DateOnly? DateOfBirth = null);

    /// <summary>
    /// A merge patch (RFC 7396). Setters are called for what the body names: null is not absence.
    /// </summary>
    public sealed record ProfileChanges
    {
        private readonly bool clearPhoneNumber;
        private readonly bool clearDateOfBirth;

        [StringLength(100, MinimumLength = 1)] public string? FirstName { get; init; }

        [StringLength(100, MinimumLength = 1)] public string? LastName { get; init; }

        [StringLength(30)]
        public string? PhoneNumber
        {
            get;
            init => (field, clearPhoneNumber) = (value, value is null);
        }

        public DateOnly? DateOfBirth
        {
            get;
            init => (field, clearDateOfBirth) = (value, value is null);
        }

        public ChangeProfile ToCommand() =>
            new(FirstName, LastName, PhoneNumber, DateOfBirth, clearPhoneNumber, clearDateOfBirth);
    }
}
