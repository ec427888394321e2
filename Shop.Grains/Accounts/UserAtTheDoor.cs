using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

internal sealed partial class UserGrain : ISignInGrain
{
    private const int MaxDevice = 200;

    public Task<Result<UserView>> GoOn(Guid sessionId)
    {
        if (User.GoesOn(sessionId, Now))
            return Task.FromResult<Result<UserView>>(ViewAtTheDoor());

        // Another process that believes it owns the account may have opened it: who asks again hears what is stored.
        DeactivateOnIdle();
        return Task.FromResult<Result<UserView>>(AccountErrors.SessionEnded);
    }

    public async Task<Result<ImmutableArray<SessionView>>> Sessions()
    {
        if (!User.IsOpen)
            return AccountErrors.UserNotFound;

        var views = await Task.WhenAll(User.Sessions.Where(one => User.GoesOn(one.Id, Now)).Select(View));
        return views.OfType<SessionView>().OrderByDescending(view => view.LastUsedAt).ToImmutableArray();
    }

    public async Task<Result<SignedIn>> SignIn(Credentials credentials)
    {
        var before = User.Attempts;
        if (before.Wait(Now) is { } wait)
            return AccountErrors.TooManyAttempts(wait);

        var check = await Check(credentials.Password);
        if (check.Error is { } busy)
            return busy;
        if (check.Value is PasswordCheck.Wrong)
            return AccountErrors.InvalidCredentials;
        if (User.SecondFactor is { IsOn: true } && string.IsNullOrWhiteSpace(credentials.Otp))
        {
            await Keep(User with { Attempts = before });
            return AccountErrors.OtpRequired;
        }

        var factor = TakeOtp(credentials.Otp);
        if (factor.Error is { } refused)
            return refused;

        var hash = check.Value is PasswordCheck.RightButOld
            ? (await proofs.Passwords.Hash(credentials.Password)).Value
            : null;
        var proved = User with { PasswordHash = hash ?? User.PasswordHash, SecondFactor = factor.Value };
        return await Open(proved, credentials.From);
    }

    public async Task<Result<SignedIn>> Open(Origin? from) =>
        User.IsOpen ? await Open(User, from) : AccountErrors.UserNotFound;

    public async Task<Error?> EndSession(Guid sessionId) =>
        User.GoesOn(sessionId, Now) ? (await Save(user => user.EndSession(sessionId))).Error : null;

    public async Task<Error?> EndSessions(Guid? but) => (await Save(user => user.EndSessions(but))).Error;

    public async Task<Error?> ChangePassword(ChangePassword command)
    {
        if (!User.IsOpen)
            return AccountErrors.UserNotFound;
        if (PasswordPolicy.Check(command.Next, EmailAddress.Read(User.Email).Value!) is { } weak)
            return weak;
        if (await Prove(command.Current) is { } refused)
            return refused;

        return await SetPassword(command.Next, command.Session);
    }

    /// <summary>Ends all sessions but one, and says so by mail: if it was a thief, the owner should know.</summary>
    private async Task<Error?> SetPassword(Password password, Guid? session)
    {
        var hash = await proofs.Passwords.Hash(password);
        if (hash.Error is { } busy)
            return busy;

        var next = User.Without(CodePurpose.ResetPassword).WithPassword(hash.Value!, session);
        await Keep(next.Telling(Id, AccountMail.PasswordChanged, new { at = Now }));
        return null;
    }

    private async Task<Result<SignedIn>> Open(User proved, Origin? from)
    {
        var session = new OpenedSession(Guid.CreateVersion7(), Now, from?.Address, Readable(from?.Device));
        var next = proved.Opened(session, Now);
        if (from is not null)
            next = next.Seen(Fingerprint(from));
        if (!proved.Devices.IsEmpty && next.Devices != proved.Devices)
            next = next.Telling(Id, AccountMail.NewSignIn, new { at = Now, session.Address, session.Device });

        await Keep(next);
        return await GrainFactory.Session(session.Id).Open(ViewAtTheDoor());
    }

    /// <summary>That they know the password, for steps that a stolen session must not take.</summary>
    private async Task<Error?> Prove(Password? password)
    {
        if (User.PasswordHash is null)
            return null;

        var before = User.Attempts;
        if (before.Wait(Now) is { } wait)
            return AccountErrors.TooManyAttempts(wait);
        if (password is null)
            return AccountErrors.PasswordWrong;

        var check = await Check(password);
        if (check.Error is { } busy)
            return busy;
        if (check.Value is PasswordCheck.Wrong)
            return AccountErrors.PasswordWrong;

        await Keep(User with { Attempts = before });
        return null;
    }

    /// <summary>
    /// The attempt is stored as a failure before it is known to be one, while the password is hashed. Stored after,
    /// it would take longer than for an address that nobody holds, and so tell the two apart.
    /// </summary>
    private async Task<Result<PasswordCheck>> Check(Password password)
    {
        var before = User;
        var counting = User.IsOpen ? Keep(User with { Attempts = User.Attempts.Failed(Now) }) : Task.CompletedTask;
        var check = await proofs.Passwords.Check(before.PasswordHash, password);
        await counting;
        if (check.Error is not null && User.IsOpen)
            await Keep(before);
        return check;
    }

    private async Task<SessionView?> View(OpenedSession session) =>
        await GrainFactory.Session(session.Id).LastUsed() is { } last
            ? new(session.Id, session.OpenedAt, last, session.Address, session.Device)
            : null;

    private UserView ViewAtTheDoor() =>
        User.ToView(Id) with { Role = User.RoleAtTheDoor(proofs.Options.AdminsNeedSecondFactor) };

    /// <summary>The address is left out: telephones change theirs all the time.</summary>
    private string Fingerprint(Origin from) => Convert.ToHexString(
        SHA256.HashData([.. Id.ToByteArray(), .. Encoding.UTF8.GetBytes(from.Device ?? "")]).AsSpan(0, 8));

    private static string? Readable(string? device) =>
        PlainText.Read(device?[..Math.Min(device.Length, MaxDevice)], "device", MaxDevice).Value;
}
