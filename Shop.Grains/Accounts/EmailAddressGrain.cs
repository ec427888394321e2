namespace Shop.Accounts;

/// <inheritdoc cref="IEmailAddressGrain"/>
/// <remarks>
/// It stores nothing. Who holds the address is read from the stored accounts, whose unique index has the last word;
/// the claim in memory only sees to it that two registrations at one instant do not both get that far.
/// </remarks>
internal sealed class EmailAddressGrain(IUserDirectory users, PasswordHashing passwords, TimeProvider clock)
    : Grain, IEmailAddressGrain
{
    /// <summary>Longer than a registration can take; after it, whoever claimed has died.</summary>
    private static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(1);

    private (Guid By, DateTimeOffset Until)? claim;

    /// <summary>
    /// Of an address that nobody holds, so that its answers do not tell it from one that somebody does.
    /// </summary>
    private SignInAttempts attempts = new();

    public async Task<Error?> Claim(Guid userId)
    {
        var now = clock.GetUtcNow();
        if (claim is { } other && other.By != userId && now < other.Until)
            return AccountErrors.EmailTaken;
        if (await Holder() is { } holder && holder != userId)
            return AccountErrors.EmailTaken;

        claim = (userId, now + ClaimLasts);
        return null;
    }

    public Task Release(Guid userId)
    {
        if (claim?.By == userId)
            claim = null;
        return Task.CompletedTask;
    }

    public async Task<Result<SignedIn>> SignIn(Password password)
    {
        if (await Holder() is { } holder)
            return await GrainFactory.User(holder).SignIn(password);
        if (attempts.Wait(clock.GetUtcNow()) is { } wait)
            return AccountErrors.TooManyAttempts(wait);

        var check = await passwords.Check(hash: null, password);
        if (check.Error is { } busy)
            return busy;

        attempts = attempts.Failed(clock.GetUtcNow());
        return AccountErrors.InvalidCredentials;
    }

    public Task<Guid?> Holder() => users.WithEmail(this.GetPrimaryKeyString()[EmailAddressKeys.Prefix.Length..]);
}
