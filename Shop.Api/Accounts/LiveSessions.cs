using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;

namespace Shop.Accounts;

/// <summary>
/// Whether the session of a good token goes on. The account is asked once in ten seconds, so that whoever signed out,
/// was deleted or has another role is out by then, on every node; on the node where it happened, at once.
/// </summary>
internal sealed class LiveSessions(IGrainFactory grains, TimeProvider clock)
{
    private const string IssuedAt = "iat";

    /// <summary>Beyond this many, all are asked about anew: a few megabytes, and rare.</summary>
    private const int MostRemembered = 50_000;

    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Standing> standings = new();

    /// <param name="caller">Whom a token names whose signature and times are good.</param>
    public ValueTask<bool> GoesOn(ClaimsPrincipal caller)
    {
        if (!Guid.TryParse(caller.FindFirstValue(AccessTokens.SessionClaim), out var session)
            || !Guid.TryParse(caller.FindFirstValue(HttpContextExtensions.Subject), out var user))
        {
            return ValueTask.FromResult(false);
        }

        if (!standings.TryGetValue(session, out var standing))
            standing = Remember(session, new(user, IssueOf(caller) + Trusted));
        return clock.GetUtcNow() < standing.Until ? ValueTask.FromResult(true) : Ask(user, session, caller);
    }

    /// <summary>Something ended sessions of this user: asks anew before the next request.</summary>
    public void Forget(Guid userId)
    {
        foreach (var (session, standing) in standings.Where(pair => pair.Value.UserId == userId))
            standings[session] = standing with { Until = default };
    }

    /// <summary>It may have been ended just now, by a refresh token that was stolen.</summary>
    public void ForgetSession(Guid session)
    {
        if (standings.TryGetValue(session, out var standing))
            standings.TryUpdate(session, standing with { Until = default }, standing);
    }

    /// <summary>The role is compared, too: a token must not outlive the role that it names.</summary>
    private async ValueTask<bool> Ask(Guid userId, Guid session, ClaimsPrincipal caller)
    {
        var asked = clock.GetUtcNow();
        var user = (await grains.SignIn(userId).GoOn(session)).Value;
        var isLive = user is not null && caller.IsInRole(Policies.RoleName(user.Role));
        Remember(session, new(userId, isLive ? asked + Trusted : default));
        return isLive;
    }

    private Standing Remember(Guid session, Standing standing)
    {
        if (standings.Count > MostRemembered)
            standings.Clear();

        return standings[session] = standing;
    }

    /// <summary>A token that was just made needs no asking: its session was there.</summary>
    private static DateTimeOffset IssueOf(ClaimsPrincipal caller) =>
        long.TryParse(caller.FindFirstValue(IssuedAt), CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : default;

    private sealed record Standing(Guid UserId, DateTimeOffset Until);
}
