namespace Shop.Accounts;

/// <summary>Sees to it that somebody can get into the back office of a new shop.</summary>
internal static class FirstAdmin
{
    /// <summary>The owner of the derived ids: a UUID drawn for this use.</summary>
    private static readonly Guid Owner = new("019a9f3e-51c4-7b0a-8d56-3c1f2e6b9a04");

    /// <summary>
    /// Opens the admin's account, or finds it. Nodes that start at once meet the same grain; they must bring the same
    /// password. An admin who is there keeps the password they have.
    /// </summary>
    /// <remarks>
    /// A customer's account is not promoted, whoever's it says it is: its password is not known to be the operator's.
    /// That is a refusal, <c>email_taken</c>; so are a password and an address that break the rules.
    /// </remarks>
    public static async Task<Result<AdminAccount>> Ensure(IGrainFactory grains, string email, Password password)
    {
        var read = EmailAddress.Read(email);
        if (read.Error is { } malformed)
            return malformed;

        var address = read.Value!;
        if (await Holder(grains, address) is { Role: Role.Admin } known)
            return new AdminAccount(known.Id, known.Email, IsNew: false);

        var id = DerivedId.From(Owner, "first admin", address.Text);
        var opened = await grains.User(id)
            .Register(new(address.Text, password, new Profile("Shop", "Admin"), Role.Admin, EmailVerified: true));
        if (opened.Error is { } refused)
            return refused;

        return opened.Value!.Role is Role.Admin
            ? new AdminAccount(id, address.Text, IsNew: true)
            : AccountErrors.EmailTaken;
    }

    private static async Task<UserView?> Holder(IGrainFactory grains, EmailAddress address) =>
        await grains.EmailAddress(address).Holder() is { } holder ? (await grains.User(holder).View()).Value : null;
}

/// <param name="UserId">The admin.</param>
/// <param name="Email">As the shop keeps it.</param>
/// <param name="IsNew">Made just now: the password given is the one to sign in with.</param>
internal sealed record AdminAccount(Guid UserId, string Email, bool IsNew);
