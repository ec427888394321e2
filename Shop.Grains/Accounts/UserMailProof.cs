namespace Shop.Accounts;

internal sealed partial class UserGrain : IMailProofGrain
{
    public async Task<Result<bool>> SendCode(CodePurpose purpose)
    {
        var useless = purpose is CodePurpose.VerifyEmail ? User.EmailVerified : purpose is CodePurpose.ChangeEmail;
        if (!User.IsOpen || useless)
            return false;
        if (User.Code(purpose)?.Wait(Now) is { } wait)
            return AccountErrors.TooManyCodes(wait);

        await Keep(WithCode(User, purpose, User.Email!));
        return true;
    }

    public async Task<Error?> Verify(WrittenCode code)
    {
        var taken = await Take(CodePurpose.VerifyEmail, code);
        if (taken.Error is { } refused)
            return refused;

        await Keep(User.Without(CodePurpose.VerifyEmail) with { EmailVerified = true });
        return null;
    }

    public async Task<Error?> ResetPassword(WrittenCode code, Password password)
    {
        var taken = await Take(CodePurpose.ResetPassword, code);
        if (taken.Error is { } refused)
            return refused;
        if (PasswordPolicy.Check(password, EmailAddress.Read(User.Email).Value!) is { } weak)
            return weak;

        return await SetPassword(password, session: null);
    }

    public async Task<Error?> RequestEmail(string email, Password? password)
    {
        var read = EmailAddress.Read(email);
        if (read.Error is { } malformed)
            return malformed;
        if (!User.IsOpen)
            return AccountErrors.UserNotFound;

        var address = read.Value!;
        if (address.Text == User.Email)
            return AccountErrors.EmailUnchanged;
        if (await Prove(password) is { } refused)
            return refused;
        if (User.Code(CodePurpose.ChangeEmail)?.Wait(Now) is { } wait)
            return AccountErrors.TooManyCodes(wait);

        var isFree = await GrainFactory.EmailAddress(address).Holder() is null;
        await Keep(isFree
            ? WithCode(User, CodePurpose.ChangeEmail, address.Text)
            : User.With(Last(User, CodePurpose.ChangeEmail).Next(null, address.Text, Now)));
        return null;
    }

    public async Task<Result<UserView>> ConfirmEmail(WrittenCode code)
    {
        var taken = await Take(CodePurpose.ChangeEmail, code);
        if (taken.Error is { } refused)
            return refused;

        var email = EmailAddress.Read(taken.Value!.Email).Value!;
        var told = User.Telling(Id, AccountMail.EmailChanged, new { new_email = email.Text, at = Now });
        var moved = told with { Email = email.Text, EmailVerified = true, Codes = [] };
        return await Holding(email, () => Keep(moved, RefusalOf)) is { } gone ? gone : OpenView();
    }

    /// <summary>The code's record when this is it. A wrong one is counted before it is answered.</summary>
    private async Task<Result<MailedCode>> Take(CodePurpose purpose, WrittenCode written)
    {
        if (!User.IsOpen || User.Code(purpose) is not { } code || !code.IsGood(Now))
            return AccountErrors.CodeInvalid;
        if (proofs.Codes.Fits(code, Id, written))
            return code;

        await Keep(User.With(code with { Tries = code.Tries + 1 }));
        return AccountErrors.CodeInvalid;
    }

    private User WithCode(User user, CodePurpose purpose, string email)
    {
        var (text, seal) = proofs.Codes.Draw(purpose, Id);
        var body = new { code = text, expires_at = Now + MailedCode.Lifetime };
        return user.With(Last(user, purpose).Next(seal, email, Now))
            .Telling(Id, AccountMail.KindOf(purpose), body, email);
    }

    private static MailedCode Last(User user, CodePurpose purpose) =>
        user.Code(purpose) ?? new(purpose, null, "", default, Sent: 0);
}
