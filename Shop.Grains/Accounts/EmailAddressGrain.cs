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

    /// <summary>Codes that were asked for and not sent, for the same reason.</summary>
    private List<MailedCode> unsent = [];

    public async Task<Error?> Claim(Guid userId)
    {
        var now = clock.GetUtcNow();
        if (claim is { } other && other.By != userId && now < other.Until)
            return AccountErrors.EmailTaken;

        // Before anything is awaited: another claim may be made meanwhile.
        claim = (userId, now + ClaimLasts);
        if (await Holder() is not { } holder || holder == userId)
            return null;

        await Release(userId);
        return AccountErrors.EmailTaken;
    }

    public Task Release(Guid userId)
    {
        if (claim?.By == userId)
            claim = null;
        return Task.CompletedTask;
    }

    public Task<Guid?> Holder() => users.WithEmail(Text);

    public async Task<Result<SignedIn>> SignIn(Credentials credentials)
    {
        var place = GrainFactory.Network(credentials.From);
        if (place is not null && await place.Admit() is { } refused)
            return refused;

        var signedIn = await Holder() is { } holder
            ? await GrainFactory.SignIn(holder).SignIn(credentials)
            : await SignInNobody(credentials);
        if (place is not null && (signedIn.Error is null || signedIn.Error == AccountErrors.OtpRequired))
            await place.Forgive();
        return signedIn;
    }

    public async Task<Error?> SendCode(CodePurpose purpose)
    {
        if (await Holder() is { } holder)
        {
            var sent = await GrainFactory.MailProof(holder).SendCode(purpose);
            if (sent.Error is not null || sent.Value)
                return sent.Error;
        }

        var now = clock.GetUtcNow();
        var last = unsent.Find(code => code.Purpose == purpose) ?? new(purpose, null, "", default, Sent: 0);
        if (last.Wait(now) is { } wait)
            return AccountErrors.TooManyCodes(wait);

        unsent = [.. unsent.Where(code => code != last), last.Next(null, "", now)];
        return null;
    }

    public Task<Error?> Verify(WrittenCode code) => Prove(code, mail => mail.Verify(code));

    /// <summary>What is wrong with the password is said first, so that it is said to everybody.</summary>
    public async Task<Error?> ResetPassword(WrittenCode code, Password password) =>
        PasswordPolicy.Check(password, EmailAddress.Read(Text).Value!)
        ?? await Prove(code, mail => mail.ResetPassword(code, password));

    private async Task<Result<SignedIn>> SignInNobody(Credentials credentials)
    {
        if (attempts.Wait(clock.GetUtcNow()) is { } wait)
            return AccountErrors.TooManyAttempts(wait);

        var check = await passwords.Check(hash: null, credentials.Password);
        if (check.Error is { } busy)
            return busy;

        attempts = attempts.Failed(clock.GetUtcNow());
        return AccountErrors.InvalidCredentials;
    }

    private async Task<Error?> Prove(WrittenCode code, Func<IMailProofGrain, Task<Error?>> act)
    {
        var place = GrainFactory.Network(code.From);
        if (place is not null && await place.Admit() is { } refused)
            return refused;

        var answer = await Holder() is { } holder
            ? await act(GrainFactory.MailProof(holder))
            : AccountErrors.CodeInvalid;
        if (place is not null && answer != AccountErrors.CodeInvalid)
            await place.Forgive();
        return answer;
    }

    private string Text => this.GetPrimaryKeyString()[EmailAddressKeys.Prefix.Length..];
}
