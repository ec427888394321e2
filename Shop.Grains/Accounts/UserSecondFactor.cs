using System.Collections.Immutable;

namespace Shop.Accounts;

internal sealed partial class UserGrain : ISecondFactorGrain
{
    Task<Result<SecondFactorView>> ISecondFactorGrain.View() => Task.FromResult<Result<SecondFactorView>>(
        User.IsOpen
            ? new SecondFactorView(
                User.SecondFactor is { IsOn: true }, NeedsSecondFactor, User.SecondFactor?.RecoveryCodes.Length ?? 0)
            : AccountErrors.UserNotFound);

    public async Task<Result<NewSecondFactor>> Begin(Password? password)
    {
        if (!User.IsOpen)
            return AccountErrors.UserNotFound;
        if (User.SecondFactor is { IsOn: true })
            return AccountErrors.SecondFactorIsOn;
        if (await Prove(password) is { } refused)
            return refused;

        var (factor, told) = proofs.SecondFactors.Draw(Id, User.Email!);
        await Keep(User with { SecondFactor = factor });
        return told;
    }

    public async Task<Result<ImmutableArray<string>>> Confirm(WrittenCode code, Guid? session)
    {
        if (User.SecondFactor is not { } drawn)
            return AccountErrors.SecondFactorIsOff;
        if (drawn.IsOn)
            return AccountErrors.SecondFactorIsOn;
        if (proofs.SecondFactors.Take(drawn, Id, code.Text, Now) is not { } proved)
            return AccountErrors.CodeInvalid;

        var (factor, codes) = proofs.SecondFactors.WithNewCodes(proved with { IsOn = true }, Id);
        await Keep(User.EndSessions(session) with { SecondFactor = factor });
        return codes;
    }

    public async Task<Result<ImmutableArray<string>>> RenewRecoveryCodes(WrittenCode code)
    {
        if (await ProveByFactor(code) is { } refused)
            return refused;

        var (factor, codes) = proofs.SecondFactors.WithNewCodes(User.SecondFactor!, Id);
        await Keep(User with { SecondFactor = factor });
        return codes;
    }

    public async Task<Error?> TurnOff(Password? password, WrittenCode code)
    {
        if (NeedsSecondFactor)
            return AccountErrors.SecondFactorStays;
        if (User.SecondFactor is not { IsOn: true })
            return AccountErrors.SecondFactorIsOff;
        if ((await Prove(password) ?? await ProveByFactor(code)) is { } refused)
            return refused;

        await Keep(User with { SecondFactor = null });
        return null;
    }

    private bool NeedsSecondFactor => proofs.Options.AdminsNeedSecondFactor && User.Role is Role.Admin;

    /// <summary>
    /// The second factor with the code used up, or without one as it is. A wrong code stays the failed attempt that
    /// <see cref="Check"/> stored.
    /// </summary>
    private Result<SecondFactor?> TakeOtp(string? otp) =>
        User.SecondFactor is not { IsOn: true } factor ? User.SecondFactor
        : proofs.SecondFactors.Take(factor, Id, otp ?? "", Now) is { } next ? next
        : AccountErrors.OtpInvalid;

    /// <summary>A code of a person who is signed in. Wrong ones count as wrong passwords do.</summary>
    private async Task<Error?> ProveByFactor(WrittenCode code)
    {
        if (User.SecondFactor is not { IsOn: true } factor)
            return AccountErrors.SecondFactorIsOff;
        if (User.Attempts.Wait(Now) is { } wait)
            return AccountErrors.TooManyAttempts(wait);

        if (proofs.SecondFactors.Take(factor, Id, code.Text, Now) is { } next)
        {
            await Keep(User with { SecondFactor = next });
            return null;
        }

        await Keep(User with { Attempts = User.Attempts.Failed(Now) });
        return AccountErrors.CodeInvalid;
    }
}
