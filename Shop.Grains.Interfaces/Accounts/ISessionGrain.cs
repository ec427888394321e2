namespace Shop.Accounts;

/// <summary>
/// One sign-in on one device, kept alive by refresh tokens of which each is good once. The key is the session's id.
/// </summary>
[Alias("accounts.ISessionGrain")]
public interface ISessionGrain : IGrainWithGuidKey
{
    /// <summary>The account must know of the session already: see <see cref="ISignInGrain.Open"/>.</summary>
    [Alias("Open")]
    Task<SignedIn> Open(UserView user);

    /// <summary>
    /// Trades a refresh token for a new pair. One that was traded before is taken as stolen and ends the session,
    /// unless the shop grants a grace: then the last one traded gets the same new one again, while nobody used that.
    /// </summary>
    [Alias("Refresh")]
    Task<Result<SignedIn>> Refresh(RefreshToken token);

    /// <summary>When its refresh token was last traded; null when it has ended.</summary>
    /// <remarks>Never queued: the account asks this while the session may be asking the account.</remarks>
    [AlwaysInterleave]
    [Alias("LastUsed")]
    Task<DateTimeOffset?> LastUsed();

    /// <summary>Makes its refresh tokens worthless. What ends a session is that the account forgets it.</summary>
    [Alias("Revoke")]
    Task Revoke();
}

/// <param name="AccessToken">An ES256 JWT.</param>
/// <param name="RefreshToken">Opaque; see <see cref="Accounts.RefreshToken"/>.</param>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="User">Who signed in.</param>
[GenerateSerializer, Immutable, Alias("accounts.SignedIn")]
public sealed record SignedIn(string AccessToken, string RefreshToken, int ExpiresIn, UserView User)
{
    public override string ToString() => $"{User.Id} signed in";
}

public static class SessionKeys
{
    public static ISessionGrain Session(this IGrainFactory grains, Guid sessionId) =>
        grains.GetGrain<ISessionGrain>(sessionId);
}
