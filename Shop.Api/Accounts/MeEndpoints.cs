using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

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
        me.MapDelete("/", Delete).WithSummary("Delete your account. Your orders stay, with the address they went to.");
        me.MapGet("/export", Export).WithSummary("All that your account holds.");
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

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(HttpContext http, IGrainFactory grains) =>
        (await grains.User(http.UserId()).Delete()).ToHttp();

    private static async Task<Results<Ok<AccountExport>, ProblemHttpResult>> Export(
        HttpContext http, IGrainFactory grains)
    {
        var user = await grains.User(http.UserId()).View();
        var addresses = await grains.AddressBook(http.UserId()).Addresses();
        if ((user.Error ?? addresses.Error) is { } gone)
            return gone.ToProblem();

        http.Response.Headers.ContentDisposition = "attachment; filename=\"account.json\"";
        return TypedResults.Ok(new AccountExport(user.Value!, [.. addresses.Value.Select(AddressResponse.Of)]));
    }

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

    public sealed record AccountExport(UserView User, ImmutableArray<AddressResponse> Addresses);
}
