namespace Shop.Accounts;

/// <summary>
/// One e-mail address: who holds it, and how often somebody tried to sign in with it and failed. The key is
/// <c>email/</c> and the address as <see cref="EmailAddress"/> writes it.
/// </summary>
[Alias("accounts.IEmailAddressGrain")]
public interface IEmailAddressGrain : IGrainWithStringKey
{
    /// <summary>
    /// Holds the address for this user while their registration is stored. The claim lapses by itself, so that a
    /// registration that died half-way blocks nobody; from then on the stored account is what holds the address.
    /// </summary>
    [Alias("Claim")]
    Task<Error?> Claim(Guid userId);

    /// <summary>Gives back a claim, whether it came to something or not.</summary>
    /// <remarks>
    /// Never queued: a registration that gives back would wait for a sign-in that waits for the registration.
    /// </remarks>
    [AlwaysInterleave]
    [Alias("Release")]
    Task Release(Guid userId);

    /// <summary>
    /// Signs in whoever holds the address. An address that nobody holds is answered as a wrong password is, and no
    /// faster; too many failures lock the address for a while, longer each time.
    /// </summary>
    [Alias("SignIn")]
    Task<Result<SignedIn>> SignIn(Password password);

    /// <summary>The user who holds the address, or null.</summary>
    [Alias("Holder")]
    Task<Guid?> Holder();
}

public static class EmailAddressKeys
{
    public const string Prefix = "email/";

    /// <param name="grains">The shop's grains.</param>
    /// <param name="email">As <see cref="EmailAddress.Read"/> answers it.</param>
    public static IEmailAddressGrain EmailAddress(this IGrainFactory grains, EmailAddress email) =>
        grains.GetGrain<IEmailAddressGrain>(Prefix + email.Text);
}
