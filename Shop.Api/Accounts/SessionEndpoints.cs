using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Accounts;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/auth/sessions").WithTags("Accounts").ForCustomers();

        sessions.MapGet("/", List).WithSummary("Where you are signed in, the latest used first.");
        sessions.MapDelete("/", EndOthers).WithSummary("End all your sessions but this one.");
        sessions.MapDelete("/{sessionId:guid}", End).WithSummary("End one of your sessions.");
    }

    /// <summary>One page always: there are only so many sessions.</summary>
    private static async Task<Results<Ok<Page<SessionResponse>>, ProblemHttpResult>> List(
        HttpContext http, IGrainFactory grains)
    {
        var sessions = await grains.SignIn(http.UserId()).Sessions();
        return sessions.Error is { } refused
            ? refused.ToProblem()
            : TypedResults.Ok(new Page<SessionResponse>(
                sessions.Value.Length, null, null,
                [.. sessions.Value.Select(session => SessionResponse.Of(session, http.SessionId()))]));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndOthers(
        HttpContext http, IGrainFactory grains, LiveSessions live)
    {
        var refused = await grains.SignIn(http.UserId()).EndSessions(but: http.SessionId());
        live.Forget(http.UserId());
        return refused.ToHttp();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        HttpContext http, Guid sessionId, IGrainFactory grains, LiveSessions live)
    {
        var refused = await grains.SignIn(http.UserId()).EndSession(sessionId);
        live.Forget(http.UserId());
        return refused.ToHttp();
    }
}

/// <param name="LastUsedAt">When its refresh token was last traded.</param>
/// <param name="IsThis">It is the one that asks.</param>
public sealed record SessionResponse(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, string? Address, string? Device, bool IsThis)
{
    public static SessionResponse Of(SessionView view, Guid? current) =>
        new(view.Id, view.CreatedAt, view.LastUsedAt, view.Address, view.Device, view.Id == current);
}
