using System.Collections.Immutable;
using Shop.Notifications;

namespace Shop.Accounts;

/// <inheritdoc cref="IUserGrain"/>
/// <remarks>
/// One account, one grain, seen from several sides: the profile and the addresses here, and a file each for the door,
/// the mailbox and the second factor.
/// </remarks>
internal sealed partial class UserGrain(
    [PersistentState("users", StateStores.Documents)] IPersistentState<User> storage,
    Proofs proofs,
    IOutbox outbox,
    TimeProvider clock)
    : Grain, IUserGrain, IAddressBookGrain
{
    public Task<Result<UserView>> View() => Task.FromResult(OpenView());

    public Task<Result<ImmutableArray<AddressView>>> Addresses() =>
        Task.FromResult<Result<ImmutableArray<AddressView>>>(
            User.IsOpen ? User.AddressBook.ToViews() : AccountErrors.UserNotFound);

    public Task<Result<AddressView>> Find(Guid addressId) => Task.FromResult(User.AddressBook.View(addressId));

    public Task<Result<OrderContact>> ForOrder(Guid? shippingId, Guid? billingId, PostalAddress? shipping) =>
        Task.FromResult(User.IsOpen
            ? User.ContactFor(Id, shippingId, billingId, shipping)
            : AccountErrors.UserNotFound);

    public async Task<Result<UserView>> Register(RegisterUser command)
    {
        var read = EmailAddress.Read(command.Email);
        if (read.Error is { } malformed)
            return malformed;

        var email = read.Value!;
        if (User.IsOpen && User.Email == email.Text)
            return OpenView();
        if (command.Password is { } password && PasswordPolicy.Check(password, email) is { } weak)
            return weak;

        var next = User.Register(email, command, Now);
        var refused = next.Error ?? await Store(Greeted(next.Value!), email, command.Password);
        return refused is null ? OpenView() : refused;
    }

    public async Task<Result<UserView>> AdmitShopper()
    {
        if (User.CreatedAt is null)
            await Keep(User.Shopper(Id, Now));
        return OpenView();
    }

    public Task<Result<UserView>> Change(ChangeProfile command) => Save(user => user.Change(command, Now));

    public Task<Result<UserView>> SetRole(Role role) => Save(user => user.WithRole(role));

    public async Task<Error?> Delete()
    {
        if (!User.IsOpen)
            return null;

        var next = User.Delete(Now);
        if (next.Error is { } refused)
            return refused;

        // First the mails: once the account is stored as gone, nobody knows the address any more.
        await outbox.ForgetAccountMails(User.Email!);
        await Keep(next.Value!);
        return null;
    }

    public async Task OrdersForgotten(bool all)
    {
        if (User.WakeAt is not null)
            await Keep(User.OrdersForgotten(all, Now));
    }

    public Task<Result<AddressView>> Add(SaveAddress command) =>
        Save(command.AddressId, book => book.Add(command));

    public Task<Result<AddressView>> Change(SaveAddress command) =>
        Save(command.AddressId, book => book.Change(command));

    public async Task<Error?> Remove(Guid addressId) =>
        (await Save(user => user with { AddressBook = user.AddressBook.Remove(addressId) })).Error;

    /// <summary>Staff are greeted by whoever made their account.</summary>
    private User Greeted(User user)
    {
        if (user.Role is not Role.Customer)
            return user;

        var welcome = user.Telling(Id, AccountMail.Welcome);
        return user.EmailVerified ? welcome : WithCode(welcome, CodePurpose.VerifyEmail, user.Email!);
    }

    /// <summary>Claim the address, then hash, then store: what is cheap to refuse is refused first.</summary>
    private Task<Error?> Store(User next, EmailAddress email, Password? password) => Holding(email, async () =>
    {
        var hash = password is null ? default : await proofs.Passwords.Hash(password);
        return hash?.Error ?? await Keep(next with { PasswordHash = hash?.Value }, RefusalOf);
    });

    private async Task<Error?> Holding(EmailAddress email, Func<Task<Error?>> store)
    {
        var address = GrainFactory.EmailAddress(email);
        if (await address.Claim(Id) is { } taken)
            return taken;

        try
        {
            return await store();
        }
        finally
        {
            // Stored or not, the claim has served: what is stored speaks for itself.
            await address.Release(Id);
        }
    }

    private async Task<Result<UserView>> Save(Func<User, Result<User>> change)
    {
        var next = User.IsOpen ? change(User) : AccountErrors.UserNotFound;
        if (next.Error is { } refused)
            return refused;
        if (next.Value != User)
            await Keep(next.Value!);
        return OpenView();
    }

    private async Task<Result<AddressView>> Save(Guid addressId, Func<AddressBook, Result<AddressBook>> change)
    {
        var saved = await Save(user => user.With(change(user.AddressBook)));
        return saved.Error is { } refused ? refused : User.AddressBook.View(addressId);
    }

    /// <summary>Stores the account and its mails; what was told once is not told again by the next write.</summary>
    private async Task Keep(User next)
    {
        await storage.Save(next);
        storage.State = next with { Messages = [] };
    }

    private async Task<Error?> Keep(User next, Func<string, Error?> refusal)
    {
        var refused = await storage.Save(next, refusal);
        if (refused is null)
            storage.State = next with { Messages = [] };
        return refused;
    }

    private static Error? RefusalOf(string constraint) => constraint is "users_email" ? AccountErrors.EmailTaken : null;

    private Result<UserView> OpenView() => User.IsOpen ? User.ToView(Id) : AccountErrors.UserNotFound;

    private User User => storage.State;

    private Guid Id => this.GetPrimaryKey();

    private DateTimeOffset Now => clock.GetUtcNow();
}
