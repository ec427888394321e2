using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Shop.Notifications;

namespace Shop.Accounts;

/// <summary>
/// What an account is and the rules it keeps. Knows nothing of grains, clocks or storage. How a person proves who
/// they are is in the other half of this record.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounts.User")]
public sealed partial record User : ICarriesMessages
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    /// <summary>As <see cref="EmailAddress"/> writes it; null before registration and after deletion.</summary>
    [Id(0)] public string? Email { get; init; }

    /// <summary>Null when nobody can sign in with a password.</summary>
    [Id(1)] public string? PasswordHash { get; init; }

    [Id(2)] public Profile Profile { get; init; } = new("", "");
    [Id(3)] public Role Role { get; init; }
    [Id(5)] public SignInAttempts Attempts { get; init; } = new();
    [Id(6)] public AddressBook AddressBook { get; init; } = new();
    [Id(7)] public DateTimeOffset? CreatedAt { get; init; }
    [Id(8)] public DateTimeOffset? DeletedAt { get; init; }
    [Id(9)] public bool EmailVerified { get; init; }

    /// <summary>Those that may go on, oldest first. A session that is not here has ended.</summary>
    [Id(10)] public ImmutableArray<OpenedSession> Sessions { get; init; } = [];

    /// <summary>From where they signed in before, as hashes, so that a new one is noticed; the latest last.</summary>
    [Id(11)] public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>The last code of each purpose.</summary>
    [Id(12)] public ImmutableArray<MailedCode> Codes { get; init; } = [];

    [Id(13)] public SecondFactor? SecondFactor { get; init; }

    /// <summary>How many mails there were: names the next one.</summary>
    [Id(14)] public int Mails { get; init; }

    /// <inheritdoc />
    [Id(15), JsonIgnore] public ImmutableArray<OutboxMessage> Messages { get; init; } = [];

    /// <summary>After deletion: when to look again for orders that name the person.</summary>
    [Id(16)] public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Registered and not deleted.</summary>
    [JsonIgnore]
    public bool IsOpen => Email is not null;

    public Result<User> Register(EmailAddress email, RegisterUser command, DateTimeOffset now)
    {
        if (CreatedAt is not null)
            return AccountErrors.AlreadyRegistered;

        var read = ProfileRules.Read(command.Profile, now);
        return read.Error is { } refused ? refused : this with
        {
            Email = email.Text,
            EmailVerified = command.EmailVerified,
            Profile = read.Value!,
            Role = command.Role,
            CreatedAt = now,
        };
    }

    /// <summary>
    /// A throw-away customer. The made-up address has the id in it, so it needs no claim; so has the one session.
    /// </summary>
    /// <remarks><c>.invalid</c> never resolves (RFC 2606), so no mail can reach a stranger.</remarks>
    public static User Shopper(Guid id, DateTimeOffset now)
    {
        var profile = new Profile("Sam", "Shopper");
        var address = new PostalAddress(profile.Name, "1 Demo Street", null, "London", null, "N1 1AA", "GB");
        return new()
        {
            Email = $"shopper-{id:n}@shop{AccountMail.Nowhere}",
            Profile = profile,
            AddressBook = new AddressBook().Add(new(id, address)).Value!,
            CreatedAt = now,
            Sessions = [new(id, now, null, null)],
        };
    }

    public Result<User> With(Result<AddressBook> book) =>
        book.Error is { } refused ? refused : this with { AddressBook = book.Value! };

    public Result<User> Change(ChangeProfile command, DateTimeOffset now)
    {
        var read = ProfileRules.Read(command.Over(Profile), now);
        return read.Error is { } refused ? refused : this with { Profile = read.Value! };
    }

    public User WithRole(Role role) => role == Role ? this : this with { Role = role, Sessions = [] };

    public Result<User> Delete(DateTimeOffset now) =>
        Role is Role.Admin
            ? AccountErrors.AdminStays
            : new User { CreatedAt = CreatedAt, DeletedAt = now, WakeAt = now };

    /// <summary>For an hour they are looked for again: a checkout may have been under way.</summary>
    public User OrdersForgotten(bool all, DateTimeOffset now) =>
        this with { WakeAt = all && now - DeletedAt >= LookAgain ? null : now + LookAgain };

    public Result<OrderContact> ContactFor(Guid userId, Guid? shippingId, Guid? billingId, PostalAddress? shipping)
    {
        var given = shipping is null ? null : PostalAddressRules.Read(shipping);
        var to = AddressBook.Pick(shippingId, AddressBook.DefaultShipping, "shipping_address_id");
        var bill = AddressBook.Pick(billingId, AddressBook.DefaultBilling, "billing_address_id");
        if ((given?.Error ?? to.Error ?? bill.Error) is { } refused)
            return refused;

        var shipTo = given?.Value ?? to.Value;
        return new OrderContact(userId, Email!, Profile.Name, shipTo, bill.Value ?? shipTo);
    }

    /// <summary>The same, and a mail about it goes out with the write that stores it.</summary>
    internal User Telling(Guid id, string kind, object? more = null, string? to = null) => this with
    {
        Mails = Mails + 1,
        Messages = [.. Messages, .. AccountMail.Of(this, id, kind, more, to)],
    };

    public UserView ToView(Guid id) => new(
        id, Email!, Profile.FirstName, Profile.LastName, Profile.PhoneNumber, Profile.DateOfBirth, Role,
        CreatedAt!.Value, EmailVerified, SecondFactor is { IsOn: true });
}
