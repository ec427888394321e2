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
    /// <remarks>
    /// Neither this nor what follows is ever queued: an account that asks may be waited for by a sign-in here.
    /// </remarks>
    [AlwaysInterleave]
    [Alias("Claim")]
    Task<Error?> Claim(Guid userId);

    /// <summary>Gives back a claim, whether it came to something or not.</summary>
    [AlwaysInterleave]
    [Alias("Release")]
    Task Release(Guid userId);

    /// <summary>The user who holds the address, or null.</summary>
    [AlwaysInterleave]
    [Alias("Holder")]
    Task<Guid?> Holder();

    /// <summary>
    /// Signs in whoever holds the address. An address that nobody holds is answered as a wrong password is, and no
    /// faster; too many failures lock the address for a while, longer each time.
    /// </summary>
    [Alias("SignIn")]
    Task<Result<SignedIn>> SignIn(Credentials credentials);

    /// <summary>
    /// Mails a code to whoever holds the address, if there is use for one. The answer is the same when there is not,
    /// or nobody does: null, or how long to wait before the next.
    /// </summary>
    [Alias("SendCode")]
    Task<Error?> SendCode(CodePurpose purpose);

    /// <summary>Proves that the mailbox is theirs.</summary>
    [Alias("Verify")]
    Task<Error?> Verify(WrittenCode code);

    /// <summary>A new password for whoever can read the mailbox. It ends every session.</summary>
    [Alias("ResetPassword")]
    Task<Error?> ResetPassword(WrittenCode code, Password password);
}

public static class EmailAddressKeys
{
    public const string Prefix = "email/";

    /// <param name="grains">The shop's grains.</param>
    /// <param name="email">As <see cref="EmailAddress.Read"/> answers it.</param>
    public static IEmailAddressGrain EmailAddress(this IGrainFactory grains, EmailAddress email) =>
        grains.GetGrain<IEmailAddressGrain>(Prefix + email.Text);
}
