namespace Shop.Accounts;

/// <summary>
/// One sign-in on one device, kept alive by refresh tokens of which each is good once. The key is the session's id.
/// </summary>
[Alias("accounts.ISessionGrain")]
public interface ISessionGrain : IGrainWithGuidKey
{
    [Alias("Open")]
    Task<SignedIn> Open(OpenSession command);

    /// <summary>
    /// Trades a refresh token for a new pair. The last token traded gets the same new one again for a few seconds, as
    /// long as that one is unused: an answer that was lost, or two tabs at once. Any older one is taken as stolen and
    /// ends the session.
    /// </summary>
    [Alias("Refresh")]
    Task<Result<SignedIn>> Refresh(RefreshToken token);

    /// <summary>Ends the session; its refresh tokens are worthless from now on.</summary>
    [Alias("Revoke")]
    Task Revoke();
}

/// <param name="User">Who signed in.</param>
/// <param name="Epoch">How often the account's sessions were ended before; see <see cref="IUserGrain.GoOn"/>.</param>
[GenerateSerializer, Immutable, Alias("accounts.OpenSession")]
public sealed record OpenSession(UserView User, int Epoch);

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
