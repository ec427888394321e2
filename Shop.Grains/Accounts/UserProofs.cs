namespace Shop.Accounts;

/// <summary>How a person proves who they are, and what follows when they do.</summary>
public sealed partial record User
{
    private const int MaxSessions = 30, MaxDevices = 20;

    /// <summary>However busy, a session ends by then, and the person proves anew who they are.</summary>
    private static readonly TimeSpan SessionLife = TimeSpan.FromDays(90);

    public bool GoesOn(Guid sessionId, DateTimeOffset now) =>
        IsOpen && Sessions.Any(session => session.Id == sessionId && now - session.OpenedAt < SessionLife);

    /// <summary>One more session; beyond the most that are kept, the oldest ends.</summary>
    public User Opened(OpenedSession session, DateTimeOffset now)
    {
        var live = Sessions.Where(old => now - old.OpenedAt < SessionLife).TakeLast(MaxSessions - 1);
        return this with { Sessions = [.. live, session], Attempts = new() };
    }

    /// <returns>The same when it was known before.</returns>
    public User Seen(string device) => Devices.Contains(device)
        ? this
        : this with { Devices = [.. Devices.TakeLast(MaxDevices - 1), device] };

    public User EndSession(Guid sessionId) =>
        this with { Sessions = Sessions.RemoveAll(session => session.Id == sessionId) };

    /// <param name="but">The one that goes on, or null.</param>
    public User EndSessions(Guid? but = null) =>
        this with { Sessions = [.. Sessions.Where(session => session.Id == but)] };

    /// <summary>Whoever knew the old one is out. Attempts with it no longer count.</summary>
    public User WithPassword(string hash, Guid? session) =>
        EndSessions(session) with { PasswordHash = hash, Attempts = new() };

    public MailedCode? Code(CodePurpose purpose) => Codes.FirstOrDefault(code => code.Purpose == purpose);

    public User With(MailedCode code) => Without(code.Purpose) with { Codes = [.. Without(code.Purpose).Codes, code] };

    public User Without(CodePurpose purpose) =>
        this with { Codes = [.. Codes.Where(code => code.Purpose != purpose)] };

    /// <summary>Whoever must have a second factor and has none is let in as a customer, to make one.</summary>
    public Role RoleAtTheDoor(bool adminsNeedSecondFactor) =>
        Role is Role.Admin && adminsNeedSecondFactor && SecondFactor is not { IsOn: true } ? Role.Customer : Role;
}

/// <param name="Address">An IP address.</param>
/// <param name="Device">What it said of itself.</param>
[GenerateSerializer, Immutable, Alias("accounts.OpenedSession")]
public sealed record OpenedSession(Guid Id, DateTimeOffset OpenedAt, string? Address, string? Device);
