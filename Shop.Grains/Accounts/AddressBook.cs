using System.Collections.Immutable;

namespace Shop.Accounts;

/// <summary>One person's addresses and which of them are used when nothing is said.</summary>
[GenerateSerializer, Immutable, Alias("accounts.AddressBook")]
public sealed record AddressBook
{
    public const int MaxAddresses = 20;

    [Id(0)] public ImmutableArray<SavedAddress> Addresses { get; init; } = [];
    [Id(1)] public Guid? DefaultShipping { get; init; }
    [Id(2)] public Guid? DefaultBilling { get; init; }

    public Result<AddressBook> Add(SaveAddress command)
    {
        if (Has(command.AddressId))
            return this;
        if (Addresses.Length >= MaxAddresses)
            return AccountErrors.TooManyAddresses(MaxAddresses);

        var read = PostalAddressRules.Read(command.Address);
        if (read.Error is { } refused)
            return refused;

        var grown = this with { Addresses = Addresses.Add(new(command.AddressId, read.Value!)) };
        return grown.WithDefaults(command);
    }

    public Result<AddressBook> Change(SaveAddress command)
    {
        if (!Has(command.AddressId))
            return AccountErrors.AddressNotFound;

        var read = PostalAddressRules.Read(command.Address);
        if (read.Error is { } refused)
            return refused;

        var old = Addresses.Single(saved => saved.Id == command.AddressId);
        var changed = this with { Addresses = Addresses.Replace(old, old with { Address = read.Value! }) };
        return changed.WithDefaults(command);
    }

    public AddressBook Remove(Guid addressId)
    {
        var left = Addresses.RemoveAll(saved => saved.Id == addressId);
        Guid? heir = left.IsEmpty ? null : left[0].Id;
        return new()
        {
            Addresses = left,
            DefaultShipping = DefaultShipping == addressId ? heir : DefaultShipping,
            DefaultBilling = DefaultBilling == addressId ? heir : DefaultBilling,
        };
    }

    /// <summary>The address of this id, the default when no id is given, or null when there is neither.</summary>
    /// <param name="addressId">Null asks for the default.</param>
    /// <param name="inDefault">The default for the use at hand.</param>
    /// <param name="field">Whom to blame for an id that is not in the book.</param>
    public Result<PostalAddress?> Pick(Guid? addressId, Guid? inDefault, string field)
    {
        var wanted = addressId ?? inDefault;
        var found = Addresses.FirstOrDefault(saved => saved.Id == wanted)?.Address;
        return addressId is not null && found is null ? AccountErrors.AddressUnknown(field) : found;
    }

    public Result<AddressView> View(Guid addressId) =>
        Addresses.FirstOrDefault(saved => saved.Id == addressId) is { } found
            ? ToView(found)
            : AccountErrors.AddressNotFound;

    public ImmutableArray<AddressView> ToViews() => [.. Addresses.Select(ToView)];

    private bool Has(Guid addressId) => Addresses.Any(saved => saved.Id == addressId);

    private AddressBook WithDefaults(SaveAddress command) => this with
    {
        DefaultShipping = command.DefaultShipping ? command.AddressId : DefaultShipping ?? command.AddressId,
        DefaultBilling = command.DefaultBilling ? command.AddressId : DefaultBilling ?? command.AddressId,
    };

    private AddressView ToView(SavedAddress saved) =>
        new(saved.Id, saved.Address, saved.Id == DefaultShipping, saved.Id == DefaultBilling);
}

[GenerateSerializer, Immutable, Alias("accounts.SavedAddress")]
public sealed record SavedAddress(Guid Id, PostalAddress Address);
