using System.Collections.Immutable;

namespace Shop.Accounts;

/// <inheritdoc cref="IUserGrain"/>
internal sealed class UserGrain(
    [PersistentState("users", StateStores.Documents)] IPersistentState<User> storage,
    PasswordHashing passwords,
    TimeProvider clock)
    : Grain, IUserGrain, IAddressBookGrain
{
    public Task<Result<UserView>> View() => Task.FromResult(OpenView());

    public Task<Result<UserView>> GoOn(int epoch) =>
        Task.FromResult(User.IsOpen && User.Epoch == epoch ? OpenView() : AccountErrors.SessionEnded);

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

        var next = User.Register(email, command, clock.GetUtcNow());
        var refused = next.Error ?? await Store(next.Value!, email, command.Password);
        return refused is null ? OpenView() : refused;
    }

    public async Task<Result<UserView>> AdmitShopper()
    {
        if (User.CreatedAt is null)
            await storage.Save(User.Shopper(Id, clock.GetUtcNow()));
        return OpenView();
    }

    public async Task<Result<SignedIn>> SignIn(Password password)
    {
        if (User.Attempts.Wait(clock.GetUtcNow()) is { } wait)
            return AccountErrors.TooManyAttempts(wait);

        var check = await Check(password);
        if (check.Error is { } busy)
            return busy;
        if (check.Value is PasswordCheck.Wrong)
            return AccountErrors.InvalidCredentials;

        var hash = check.Value is PasswordCheck.RightButOld ? (await passwords.Hash(password)).Value : null;
        await storage.Save(User with { Attempts = new(), PasswordHash = hash ?? User.PasswordHash });
        return await GrainFactory.Session(Guid.CreateVersion7()).Open(new(User.ToView(Id), User.Epoch));
    }

    public Task<Result<UserView>> Change(ChangeProfile command) =>
        Save(user => user.Change(command, clock.GetUtcNow()));

    public Task<Result<UserView>> SetRole(Role role) => Save(user => user.WithRole(role));

    public async Task<Error?> EndSessions() => (await Save(user => user.EndSessions())).Error;

    public async Task<Error?> Delete()
    {
        if (!User.IsOpen)
            return null;

        var next = User.Delete(clock.GetUtcNow());
        if (next.Error is null)
            await storage.Save(next.Value!);
        return next.Error;
    }

    public Task<Result<AddressView>> Add(SaveAddress command) =>
        Save(command.AddressId, book => book.Add(command));

    public Task<Result<AddressView>> Change(SaveAddress command) =>
        Save(command.AddressId, book => book.Change(command));

    public async Task<Error?> Remove(Guid addressId) =>
        (await Save(user => user with { AddressBook = user.AddressBook.Remove(addressId) })).Error;

    /// <summary>Claim the address, then hash, then store: what is cheap to refuse is refused first.</summary>
    private async Task<Error?> Store(User next, EmailAddress email, Password? password)
    {
        var address = GrainFactory.EmailAddress(email);
        if (await address.Claim(Id) is { } taken)
            return taken;

        try
        {
            var hash = password is null ? default : await passwords.Hash(password);
            return hash?.Error ?? await storage.Save(next with { PasswordHash = hash?.Value }, RefusalOf);
        }
        finally
        {
            // Stored or not, the claim has served: what is stored speaks for itself.
            await address.Release(Id);
        }
    }

    /// <summary>
    /// The attempt is stored as a failure before it is known to be one, while the password is hashed. Stored after,
    /// it would take longer than for an address that nobody holds, and so tell the two apart.
    /// </summary>
    private async Task<Result<PasswordCheck>> Check(Password password)
    {
        var before = User;
        var counting = User.IsOpen
            ? storage.Save(User with { Attempts = User.Attempts.Failed(clock.GetUtcNow()) })
            : Task.CompletedTask;
        var check = await passwords.Check(before.PasswordHash, password);
        await counting;
        if (check.Error is not null && User.IsOpen)
            await storage.Save(before);
        return check;
    }

    private async Task<Result<UserView>> Save(Func<User, Result<User>> change)
    {
        var next = User.IsOpen ? change(User) : AccountErrors.UserNotFound;
        if (next.Error is { } refused)
            return refused;
        if (next.Value != User)
            await storage.Save(next.Value!);
        return OpenView();
    }

    private async Task<Result<AddressView>> Save(Guid addressId, Func<AddressBook, Result<AddressBook>> change)
    {
        var saved = await Save(user => user.With(change(user.AddressBook)));
        return saved.Error is { } refused ? refused : User.AddressBook.View(addressId);
    }

    private static Error? RefusalOf(string constraint) => constraint is "users_email" ? AccountErrors.EmailTaken : null;

    private Result<UserView> OpenView() => User.IsOpen ? User.ToView(Id) : AccountErrors.UserNotFound;

    private User User => storage.State;

    private Guid Id => this.GetPrimaryKey();
}
