using System.Text.Json.Serialization;

namespace Shop.Accounts;

/// <summary>
/// One person's account: who they are, what they may do, how they prove it. The key is the user's id.
/// </summary>
[Alias("accounts.IUserGrain")]
public interface IUserGrain : IGrainWithGuidKey
{
    /// <summary>Opens the account. A repeat under the same id and e-mail address answers with what is there.</summary>
    [Alias("Register")]
    Task<Result<UserView>> Register(RegisterUser command);

    /// <summary>
    /// Opens a throw-away account for demonstrations: no password, an address for parcels, made-up e-mail.
    /// </summary>
    [Alias("AdmitShopper")]
    Task<Result<UserView>> AdmitShopper();

    [Alias("View")]
    Task<Result<UserView>> View();

    /// <summary>Changes what the command names and leaves the rest.</summary>
    [Alias("Change")]
    Task<Result<UserView>> Change(ChangeProfile command);

    /// <summary>Gives another role; sessions of the old role end.</summary>
    [Alias("SetRole")]
    Task<Result<UserView>> SetRole(Role role);

    /// <summary>
    /// Forgets the person for good and frees the e-mail address. Orders that are done forget the buyer, too; those
    /// under way do so when they are done.
    /// </summary>
    [Alias("Delete")]
    Task<Error?> Delete();

    /// <summary>Told of a deleted account by whoever had its orders forget it.</summary>
    /// <param name="all">False while some are under way, and still name the person.</param>
    [Alias("OrdersForgotten")]
    Task OrdersForgotten(bool all);
}

/// <param name="Password">Null for an account that nobody can sign in to with a password.</param>
/// <param name="Role">Never from a request: whoever registers over HTTP is a customer.</param>
/// <param name="EmailVerified">True when somebody the shop trusts says so; else a code goes to the address.</param>
[GenerateSerializer, Immutable, Alias("accounts.RegisterUser")]
public sealed record RegisterUser(
    string Email, Password? Password, Profile Profile, Role Role = Role.Customer, bool EmailVerified = false);

/// <summary>A password as typed. It is a type of its own so that it cannot end up in a log by accident.</summary>
[GenerateSerializer, Immutable, Alias("accounts.Password")]
public sealed record Password(string Text)
{
    public override string ToString() => "(password)";
}

/// <summary>What a person says of themselves.</summary>
/// <param name="PhoneNumber">In the form <c>+</c>, digits; spaces and hyphens are dropped.</param>
[GenerateSerializer, Immutable, Alias("accounts.Profile")]
public sealed record Profile(
    string FirstName, string LastName, string? PhoneNumber = null, DateOnly? DateOfBirth = null)
{
    [JsonIgnore]
    public string Name => $"{FirstName} {LastName}".Trim();
}

/// <summary>Null leaves a field as it is; the two optional ones are cleared by saying so.</summary>
[GenerateSerializer, Immutable, Alias("accounts.ChangeProfile")]
public sealed record ChangeProfile(
    string? FirstName = null,
    string? LastName = null,
    string? PhoneNumber = null,
    DateOnly? DateOfBirth = null,
    bool ClearPhoneNumber = false,
    bool ClearDateOfBirth = false);

[GenerateSerializer, Immutable, Alias("accounts.UserView")]
public sealed record UserView(
    Guid Id,
    string Email,
    string FirstName,
    string LastName,
    string? PhoneNumber,
    DateOnly? DateOfBirth,
    Role Role,
    DateTimeOffset CreatedAt,
    bool EmailVerified,
    bool HasSecondFactor);

/// <summary>What a person may do. Each role may do what the one before may.</summary>
public enum Role
{
    Customer = 0,
    Seller = 1,
    Admin = 2,
}

public static class UserKeys
{
    public static IUserGrain User(this IGrainFactory grains, Guid userId) => grains.GetGrain<IUserGrain>(userId);
}
