using System.Collections.Immutable;

namespace Shop.Accounts;

/// <summary>
/// Who may come in as one person, and which sessions of theirs go on: the same grain as the account, seen from the
/// door. The key is the user's id.
/// </summary>
[Alias("accounts.ISignInGrain")]
public interface ISignInGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Opens a session when the password is right, and the second factor where there is one; too many wrong ones lock
    /// the account for a while. People come in by <see cref="IEmailAddressGrain.SignIn"/>.
    /// </summary>
    [Alias("SignIn")]
    Task<Result<SignedIn>> SignIn(Credentials credentials);

    /// <summary>Opens a session for somebody who has proved by other means who they are.</summary>
    [Alias("Open")]
    Task<Result<SignedIn>> Open(Origin? from);

    /// <summary>Whether the session goes on, and as whom.</summary>
    /// <remarks>Never queued: it is asked for every access token, and a password takes long to check.</remarks>
    [AlwaysInterleave]
    [Alias("GoOn")]
    Task<Result<UserView>> GoOn(Guid sessionId);

    /// <summary>Those that go on, the latest first.</summary>
    [Alias("Sessions")]
    Task<Result<ImmutableArray<SessionView>>> Sessions();

    /// <summary>Ending what has ended is not an error.</summary>
    [Alias("EndSession")]
    Task<Error?> EndSession(Guid sessionId);

    /// <param name="but">The session that goes on, or null.</param>
    [Alias("EndSessions")]
    Task<Error?> EndSessions(Guid? but);

    /// <summary>Ends all sessions but the one in which it is done.</summary>
    [Alias("ChangePassword")]
    Task<Error?> ChangePassword(ChangePassword command);
}

/// <param name="Password">As typed.</param>
/// <param name="Otp">Of the second factor: six digits, or a recovery code. Null when none was given.</param>
/// <param name="From">Null when nobody knows.</param>
[GenerateSerializer, Immutable, Alias("accounts.Credentials")]
public sealed record Credentials(Password Password, string? Otp = null, Origin? From = null)
{
    public override string ToString() => "(credentials)";
}

/// <summary>Where a request comes from.</summary>
/// <param name="Address">An IP address.</param>
/// <param name="Device">What it says of itself.</param>
[GenerateSerializer, Immutable, Alias("accounts.Origin")]
public sealed record Origin(string? Address, string? Device);

/// <param name="Session">The one that goes on.</param>
/// <param name="Current">Null for an account that has none yet.</param>
[GenerateSerializer, Immutable, Alias("accounts.ChangePassword")]
public sealed record ChangePassword(Guid? Session, Password? Current, Password Next);

/// <param name="LastUsedAt">When its refresh token was last traded.</param>
[GenerateSerializer, Immutable, Alias("accounts.SessionView")]
public sealed record SessionView(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, string? Address, string? Device);

public static class SignInKeys
{
    public static ISignInGrain SignIn(this IGrainFactory grains, Guid userId) => grains.GetGrain<ISignInGrain>(userId);
}
