namespace Shop.Accounts;

/// <summary>
/// What one person proves by reading their mail: the same grain as the account. The key is the user's id.
/// </summary>
[Alias("accounts.IMailProofGrain")]
public interface IMailProofGrain : IGrainWithGuidKey
{
    /// <summary>Mails a code, unless one went out a moment ago. False: there is no use for one.</summary>
    [Alias("SendCode")]
    Task<Result<bool>> SendCode(CodePurpose purpose);

    [Alias("Verify")]
    Task<Error?> Verify(WrittenCode code);

    [Alias("ResetPassword")]
    Task<Error?> ResetPassword(WrittenCode code, Password password);

    /// <summary>
    /// Mails a code to the new address. When somebody else holds it nothing is sent, and the answer is the same.
    /// </summary>
    [Alias("RequestEmail")]
    Task<Error?> RequestEmail(string email, Password? password);

    /// <summary>The address that the code was sent to is the account's from now on; the old one is told.</summary>
    [Alias("ConfirmEmail")]
    Task<Result<UserView>> ConfirmEmail(WrittenCode code);
}

/// <summary>What a code that was mailed is good for.</summary>
public enum CodePurpose
{
    VerifyEmail = 0,
    ResetPassword = 1,
    ChangeEmail = 2,
}

/// <summary>A code as typed. It is a type of its own so that it cannot end up in a log by accident.</summary>
/// <param name="From">Where it was typed; null when nobody knows.</param>
[GenerateSerializer, Immutable, Alias("accounts.WrittenCode")]
public sealed record WrittenCode(string Text, Origin? From = null)
{
    public override string ToString() => "(code)";
}

public static class MailProofKeys
{
    public static IMailProofGrain MailProof(this IGrainFactory grains, Guid userId) =>
        grains.GetGrain<IMailProofGrain>(userId);
}
