namespace Shop.Accounts;

/// <summary>
/// One person as another sign-in server knows them, and which account of the shop is theirs. The key is derived from
/// that server and its name for the person, which, unlike an e-mail address, never passes on to somebody else.
/// </summary>
[Alias("accounts.IExternalAccountGrain")]
public interface IExternalAccountGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Opens a session. The first time, the person is linked to the account that holds their e-mail address, if both
    /// sides have proved that it is theirs; where nobody holds it, an account is opened.
    /// </summary>
    [Alias("SignIn")]
    Task<Result<SignedIn>> SignIn(ExternalPerson person, Origin? from);
}

/// <param name="Email">Where they say they read mail; null when they do not say.</param>
/// <param name="EmailVerified">Whether the other server has seen that they do.</param>
[GenerateSerializer, Immutable, Alias("accounts.ExternalPerson")]
public sealed record ExternalPerson(string? Email, bool EmailVerified, string? FirstName, string? LastName);

public static class ExternalAccountKeys
{
    /// <summary>The owner of the derived ids: a UUID drawn for this use.</summary>
    private static readonly Guid Owner = new("019aa0b2-7c1e-7d43-9a58-52e0c3f4d871");

    /// <param name="grains">The shop's grains.</param>
    /// <param name="issuer">The server, as it names itself in its tokens.</param>
    /// <param name="subject">The person, as that server names them.</param>
    public static IExternalAccountGrain ExternalAccount(this IGrainFactory grains, string issuer, string subject) =>
        grains.GetGrain<IExternalAccountGrain>(DerivedId.From(Owner, issuer, subject));
}
