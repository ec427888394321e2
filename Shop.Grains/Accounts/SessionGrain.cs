using Microsoft.Extensions.Logging;

namespace Shop.Accounts;

/// <inheritdoc cref="ISessionGrain"/>
internal sealed partial class SessionGrain(
    [PersistentState("session", StateStores.Private)] IPersistentState<Session> storage,
    AccountOptions options,
    TimeProvider clock,
    ILogger<SessionGrain> log)
    : Grain, ISessionGrain
{
    public Task<DateTimeOffset?> LastUsed() =>
        Task.FromResult<DateTimeOffset?>(Session.IsOver(clock.GetUtcNow()) ? null : Session.TradedAt);

    public async Task<SignedIn> Open(UserView user)
    {
        var key = RefreshSecret.NewKey();
        var secret = RefreshSecret.First();
        await storage.Save(Session.Open(user.Id, key, secret.Hash(), clock.GetUtcNow()));
        return await Tokens(user, secret);
    }

    public async Task<Result<SignedIn>> Refresh(RefreshToken token)
    {
        if (Session.Key is not { } key || RefreshSecret.Read(key, token.Secret) is not { } secret)
            return AccountErrors.InvalidRefreshToken;

        var standing = Session.StandingOf(secret.Hash(), clock.GetUtcNow(), options.RefreshGrace);
        if (standing is TokenStanding.Worthless)
            return AccountErrors.InvalidRefreshToken;
        if (standing is TokenStanding.Stolen)
            return await EndStolen();

        var user = await GrainFactory.SignIn(Session.UserId).GoOn(Id);
        if (user.Error is { } ended)
            return ended;

        var next = secret.Next(key);
        if (standing is TokenStanding.Current)
            await storage.Save(Session.Trade(next.Hash(), clock.GetUtcNow()));
        return await Tokens(user.Value!, next);
    }

    public async Task Revoke()
    {
        if (Session.Key is not null)
            await storage.Save(Session.Ended);
    }

    private async Task<Result<SignedIn>> EndStolen()
    {
        LogStolen(Id, Session.UserId);
        await GrainFactory.SignIn(Session.UserId).EndSession(Id);
        await storage.Save(Session.Ended);
        return AccountErrors.InvalidRefreshToken;
    }

    private async Task<SignedIn> Tokens(UserView user, RefreshSecret secret)
    {
        var access = await GrainFactory.TokenSigner().Sign(new(user, Id));
        var refresh = new RefreshToken(Id, secret.Write(Session.Key!));
        return new(access, refresh.Write(), (int)AccessTokens.Lifetime.TotalSeconds, user);
    }

    private Session Session => storage.State;

    private Guid Id => this.GetPrimaryKey();

    [LoggerMessage(LogLevel.Warning, "Session {SessionId} of user {UserId} ended: an old refresh token came back.")]
    private partial void LogStolen(Guid sessionId, Guid userId);
}
