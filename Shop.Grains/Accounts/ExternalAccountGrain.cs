namespace Shop.Accounts;

/// <inheritdoc cref="IExternalAccountGrain"/>
/// <remarks>
/// A process that dies between opening the account and storing the link leaves an account with a proved address, which
/// the next attempt finds and links.
/// </remarks>
internal sealed class ExternalAccountGrain(
    [PersistentState("external_accounts", StateStores.Private)] IPersistentState<ExternalAccount> storage)
    : Grain, IExternalAccountGrain
{
    public async Task<Result<SignedIn>> SignIn(ExternalPerson person, Origin? from)
    {
        var account = await Linked() ?? await Link(person);
        if (account.Error is { } refused)
            return refused;

        // Another server's word is one proof. It is not enough where the shop itself asks for more.
        var user = account.Value!;
        return user.HasSecondFactor || user.Role is not Role.Customer
            ? AccountErrors.PasswordNeeded
            : await GrainFactory.SignIn(user.Id).Open(from);
    }

    /// <summary>Null for who comes for the first time, or has deleted the account since.</summary>
    private async Task<Result<UserView>?> Linked() =>
        storage.State.UserId is { } id && await GrainFactory.User(id).View() is { Error: null } account
            ? account
            : null;

    private async Task<Result<UserView>> Link(ExternalPerson person)
    {
        var email = EmailAddress.Read(person.Email ?? "");
        if (email.Error is not null || !person.EmailVerified)
            return AccountErrors.ExternalEmailUnproved;

        var account = await GrainFactory.EmailAddress(email.Value!).Holder() is { } holder
            ? await GrainFactory.User(holder).View()
            : await Open(person);
        if (account.Error is { } refused)
            return refused;

        // Whoever registered with an address that is not theirs must not get its owner as a house-mate.
        if (!account.Value!.EmailVerified)
            return AccountErrors.LinkUnproved;

        await storage.Save(new ExternalAccount { UserId = account.Value.Id });
        return account;
    }

    private Task<Result<UserView>> Open(ExternalPerson person) => GrainFactory.User(Guid.CreateVersion7()).Register(
        new(person.Email!, Password: null, ProfileOf(person), EmailVerified: true));

    /// <summary>What the other server lets people call themselves may break our rules; they can mend it.</summary>
    private static Profile ProfileOf(ExternalPerson person) => new(
        PlainText.Read(person.FirstName, "first_name", ProfileRules.MaxName).Value ?? "Customer",
        PlainText.Read(person.LastName, "last_name", ProfileRules.MaxName).Value ?? "-");
}

/// <summary>Whose account it is.</summary>
[GenerateSerializer, Immutable, Alias("accounts.ExternalAccount")]
public sealed record ExternalAccount
{
    /// <summary>Null until somebody has come in.</summary>
    [Id(0)] public Guid? UserId { get; init; }
}
