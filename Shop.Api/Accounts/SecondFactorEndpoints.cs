using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Admin;
using Shop.Hosting;

namespace Shop.Accounts;

/// <summary>Answers here hold secrets that are told once; no cache may keep them.</summary>
internal static class SecondFactorEndpoints
{
    public static void MapSecondFactor(this IEndpointRouteBuilder app)
    {
        var mfa = app.MapGroup("/auth/mfa").WithTags("Accounts").ForCustomers();

        mfa.MapGet("/", View).WithSummary("Whether you have a second factor, and how many recovery codes are left.");
        var proofs = mfa.MapGroup("").SpendsFrom(Budget.Codes).Audited();
        proofs.MapPost("/", Begin).WithSummary("Draw a secret for an authenticator app (RFC 6238).");
        proofs.MapPost("/confirm", Confirm).WithSummary("Turn it on by a code of the app. Your other sessions end.");
        proofs.MapPost("/recovery-codes", Renew).WithSummary("New recovery codes in place of the old ones.");
        proofs.MapPost("/disable", TurnOff).WithSummary("Turn it off.");
    }

    private static async Task<Results<Ok<SecondFactorView>, ProblemHttpResult>> View(
        HttpContext http, IGrainFactory grains) =>
        (await grains.SecondFactor(http.UserId()).View()).ToHttp();

    private static async Task<Results<Ok<NewSecondFactor>, ProblemHttpResult>> Begin(
        HttpContext http, BeginRequest request, IGrainFactory grains) =>
        Secret(http, await grains.SecondFactor(http.UserId()).Begin(Typed(request.CurrentPassword))).ToHttp();

    private static async Task<Results<Ok<RecoveryCodes>, ProblemHttpResult>> Confirm(
        HttpContext http, OtpRequest request, IGrainFactory grains, LiveSessions live)
    {
        var codes = await grains.SecondFactor(http.UserId()).Confirm(http.Written(request.Code), http.SessionId());
        live.Forget(http.UserId());
        return Secret(http, RecoveryCodes.Of(codes)).ToHttp();
    }

    private static async Task<Results<Ok<RecoveryCodes>, ProblemHttpResult>> Renew(
        HttpContext http, OtpRequest request, IGrainFactory grains)
    {
        var codes = await grains.SecondFactor(http.UserId()).RenewRecoveryCodes(http.Written(request.Code));
        return Secret(http, RecoveryCodes.Of(codes)).ToHttp();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> TurnOff(
        HttpContext http, DisableRequest request, IGrainFactory grains) =>
        (await grains.SecondFactor(http.UserId())
            .TurnOff(Typed(request.CurrentPassword), http.Written(request.Code))).ToHttp();

    private static Result<T> Secret<T>(HttpContext http, Result<T> answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        return answer;
    }

    private static Password? Typed(string? password) => password is null ? null : new(password);

    /// <param name="CurrentPassword">Left out by those who have none.</param>
    public sealed record BeginRequest([StringLength(128)] string? CurrentPassword = null);

    public sealed record OtpRequest([StringLength(40)] string Code);

    /// <param name="Code">Of the app, or a recovery code.</param>
    /// <param name="CurrentPassword">Left out by those who have none.</param>
    public sealed record DisableRequest(
        [StringLength(40)] string Code, [StringLength(128)] string? CurrentPassword = null);
}

/// <summary>Each lets its owner in once, without the app.</summary>
public sealed record RecoveryCodes(ImmutableArray<string> Codes)
{
    public static Result<RecoveryCodes> Of(Result<ImmutableArray<string>> told) =>
        told.Error is { } refused ? refused : new RecoveryCodes(told.Value);
}
