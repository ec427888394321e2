using System.Text.Json.Serialization;

namespace Shop.Accounts;

/// <summary>What an account is and the rules it keeps. Knows nothing of grains, clocks or storage.</summary>
[GenerateSerializer, Immutable, Alias("accounts.User")]
public sealed record User
{
    /// <summary>As <see cref="EmailAddress"/> writes it; null before registration and after deletion.</summary>
    [Id(0)] public string? Email { get; init; }

    /// <summary>Null when nobody can sign in with a password.</summary>
    [Id(1)] public string? PasswordHash { get; init; }

    [Id(2)] public Profile Profile { get; init; } = new("", "");
    [Id(3)] public Role Role { get; init; }

    /// <summary>
    /// How often all sessions were ended. A session goes on while it is as it was when the session began.
    /// </summary>
    [Id(4)] public int Epoch { get; init; }

    [Id(5)] public SignInAttempts Attempts { get; init; } = new();
    [Id(6)] public AddressBook AddressBook { get; init; } = new();
    [Id(7)] public DateTimeOffset? CreatedAt { get; init; }
    [Id(8)] public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Registered and not deleted.</summary>
    [JsonIgnore]
    public bool IsOpen => Email is not null;

    public Result<User> Register(EmailAddress email, RegisterUser command, DateTimeOffset now)
    {
        if (CreatedAt is not null)
            return AccountErrors.AlreadyRegistered;

        var read = ProfileRules.Read(command.Profile, now);
        return read.Error is { } refused
            ? refused
            : this with { Email = email.Text, Profile = read.Value!, Role = command.Role, CreatedAt = now };
    }

    /// <summary>A throw-away customer. The made-up address has the id in it, so it needs no claim.</summary>
    /// <remarks><c>.invalid</c> never resolves (RFC 2606), so no mail can reach a stranger.</remarks>
    public static User Shopper(Guid id, DateTimeOffset now)
    {
        var profile = new Profile("Sam", "Shopper");
        var address = new PostalAddress(profile.Name, "1 Demo Street", null, "London", null, "N1 1AA", "GB");
        return new()
        {
            Email = $"shopper-{id:n}@shop.invalid",
            Profile = profile,
            AddressBook = new AddressBook().Add(new(id, address)).Value!,
            CreatedAt = now,
        };
    }

    public Result<User> With(Result<AddressBook> book) =>
        book.Error is { } refused ? refused : this with { AddressBook = book.Value! };

    public Result<User> Change(ChangeProfile command, DateTimeOffset now)
    {
        var read = ProfileRules.Read(command.Over(Profile), now);
        return read.Error is { } refused ? refused : this with { Profile = read.Value! };
    }

    public User EndSessions() => this with { Epoch = Epoch + 1 };

    public User WithRole(Role role) => role == Role ? this : EndSessions() with { Role = role };

    public Result<User> Delete(DateTimeOffset now) =>
        Role is Role.Admin
            ? AccountErrors.AdminStays
            : new User { Epoch = Epoch + 1, CreatedAt = CreatedAt, DeletedAt = now };

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

    public UserView ToView(Guid id) => new(
        id, Email!, Profile.FirstName, Profile.LastName, Profile.PhoneNumber, Profile.DateOfBirth, Role,
        CreatedAt!.Value);
}
