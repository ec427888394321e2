using System.Collections.Immutable;

namespace Shop.Accounts;

/// <summary>
/// The addresses of one person: the same grain as the account, seen from its parcels. The key is the user's id.
/// </summary>
[Alias("accounts.IAddressBookGrain")]
public interface IAddressBookGrain : IGrainWithGuidKey
{
    /// <summary>In the order they were added.</summary>
    [Alias("Addresses")]
    Task<Result<ImmutableArray<AddressView>>> Addresses();

    [Alias("Find")]
    Task<Result<AddressView>> Find(Guid addressId);

    /// <summary>
    /// Adds under the command's id; a repeat changes nothing. The first address is the default for both uses.
    /// </summary>
    [Alias("Add")]
    Task<Result<AddressView>> Add(SaveAddress command);

    /// <summary>Replaces an address that is there.</summary>
    [Alias("Change")]
    Task<Result<AddressView>> Change(SaveAddress command);

    /// <summary>A default that is removed passes to the oldest address left. Removing twice is not an error.</summary>
    [Alias("Remove")]
    Task<Error?> Remove(Guid addressId);

    /// <summary>
    /// All that an order keeps of its buyer, in one call. Null ids mean the default of that use, if there is one;
    /// without any for billing, invoices go where the parcel goes.
    /// </summary>
    /// <param name="shippingId">From this book.</param>
    /// <param name="billingId">From this book.</param>
    /// <param name="shipping">Instead of one from the book; held to the same rules.</param>
    [Alias("ForOrder")]
    Task<Result<OrderContact>> ForOrder(Guid? shippingId, Guid? billingId, PostalAddress? shipping);
}

/// <param name="DefaultShipping">True makes it the default; false leaves the default where it is.</param>
/// <param name="DefaultBilling">As for shipping.</param>
[GenerateSerializer, Immutable, Alias("accounts.SaveAddress")]
public sealed record SaveAddress(
    Guid AddressId, PostalAddress Address, bool DefaultShipping = false, bool DefaultBilling = false);

/// <summary>Where a parcel or an invoice goes.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, in capitals.</param>
/// <param name="Phone">For the carrier.</param>
[GenerateSerializer, Immutable, Alias("accounts.PostalAddress")]
public sealed record PostalAddress(
    string Recipient,
    string Line1,
    string? Line2,
    string City,
    string? Region,
    string? PostalCode,
    string Country,
    string? Phone = null)
{
    /// <summary>As it stands on a parcel.</summary>
    public IEnumerable<string> ToLines() =>
        new[] { Recipient, Line1, Line2, $"{PostalCode} {City}".Trim(), Region, Country }
            .OfType<string>().Where(line => line.Length > 0);
}

[GenerateSerializer, Immutable, Alias("accounts.AddressView")]
public sealed record AddressView(Guid Id, PostalAddress Address, bool IsDefaultShipping, bool IsDefaultBilling);

/// <summary>A buyer as an order remembers them, whatever becomes of the account.</summary>
/// <param name="Shipping">Null when none was named and the book is empty; so for billing.</param>
[GenerateSerializer, Immutable, Alias("accounts.OrderContact")]
public sealed record OrderContact(
    Guid UserId, string Email, string Name, PostalAddress? Shipping, PostalAddress? Billing);

public static class AddressBookKeys
{
    public static IAddressBookGrain AddressBook(this IGrainFactory grains, Guid userId) =>
        grains.GetGrain<IAddressBookGrain>(userId);
}
