using System.Collections.Immutable;

namespace Shop.Accounts;

/// <summary>
/// One person's second factor, an app that shows time-based codes (RFC 6238): the same grain as the account. The key
/// is the user's id.
/// </summary>
[Alias("accounts.ISecondFactorGrain")]
public interface ISecondFactorGrain : IGrainWithGuidKey
{
    [Alias("View")]
    Task<Result<SecondFactorView>> View();

    /// <summary>Draws a secret. Nothing changes until a code that the app makes of it confirms it.</summary>
    /// <param name="password">Null for an account that has none.</param>
    [Alias("Begin")]
    Task<Result<NewSecondFactor>> Begin(Password? password);

    /// <summary>Turns it on and ends all other sessions. Answers the recovery codes, told only here.</summary>
    [Alias("Confirm")]
    Task<Result<ImmutableArray<string>>> Confirm(WrittenCode code, Guid? session);

    /// <summary>New recovery codes; the old ones are worthless from now on.</summary>
    [Alias("RenewRecoveryCodes")]
    Task<Result<ImmutableArray<string>>> RenewRecoveryCodes(WrittenCode code);

    [Alias("TurnOff")]
    Task<Error?> TurnOff(Password? password, WrittenCode code);
}

/// <param name="IsRequired">The shop asks it of this person; without it they are let in as a customer only.</param>
[GenerateSerializer, Immutable, Alias("accounts.SecondFactorView")]
public sealed record SecondFactorView(bool IsOn, bool IsRequired, int RecoveryCodesLeft);

/// <param name="Secret">Base32, to be typed.</param>
/// <param name="Uri">The same as <c>otpauth://</c>, to be shown as a QR code.</param>
[GenerateSerializer, Immutable, Alias("accounts.NewSecondFactor")]
public sealed record NewSecondFactor(string Secret, string Uri)
{
    public override string ToString() => "(second factor)";
}

public static class SecondFactorKeys
{
    public static ISecondFactorGrain SecondFactor(this IGrainFactory grains, Guid userId) =>
        grains.GetGrain<ISecondFactorGrain>(userId);
}
