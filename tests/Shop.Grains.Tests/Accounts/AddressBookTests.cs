namespace Shop.Accounts;

public class AddressBookTests
{
    private static readonly PostalAddress Home =
        new("Ann Lee", "1 High Street", "Flat 2", "London", null, "N1 1AA", "GB", "+44 20 7946 0000");

    private static readonly Guid First = Guid.CreateVersion7();
    private static readonly Guid Second = Guid.CreateVersion7();

    [Fact]
    public void The_first_address_is_the_default_for_both_uses()
    {
        var view = Book(First).View(First).Value!;

        Assert.True(view.IsDefaultShipping);
        Assert.True(view.IsDefaultBilling);
    }

    [Fact]
    public void A_default_passes_on_only_where_it_is_asked_to()
    {
        var book = Book(First).Add(new(Second, Home, DefaultBilling: true)).Value!;

        Assert.Equal((First, Second), (book.DefaultShipping, book.DefaultBilling));
    }

    [Fact]
    public void A_removed_default_passes_to_the_oldest_left()
    {
        var book = Book(First, Second).Remove(First);

        Assert.Equal((Second, Second), (book.DefaultShipping, book.DefaultBilling));
        Assert.Equal(new AddressBook().DefaultShipping, book.Remove(Second).DefaultShipping);
    }

    [Fact]
    public void Adding_twice_under_one_id_changes_nothing()
    {
        var book = Book(First);

        Assert.Same(book, book.Add(new(First, Home with { City = "Leeds" })).Value);
    }

    [Fact]
    public void A_book_is_full_at_twenty()
    {
        var book = Book([.. Enumerable.Range(0, AddressBook.MaxAddresses).Select(_ => Guid.CreateVersion7())]);

        Assert.Equal("too_many_addresses", book.Add(new(First, Home)).Error?.Code);
    }

    [Fact]
    public void An_address_that_is_not_there_cannot_be_changed() =>
        Assert.Equal(AccountErrors.AddressNotFound, Book(First).Change(new(Second, Home)).Error);

    [Fact]
    public void An_address_is_kept_trimmed_and_without_empty_parts()
    {
        var written = Home with { City = " Leeds ", Line2 = "  ", Country = "gb" };
        var book = new AddressBook().Add(new(First, written)).Value!;

        Assert.Equal(
            Home with { City = "Leeds", Line2 = null, Phone = "+442079460000" }, book.View(First).Value!.Address);
    }

    public static TheoryData<string, PostalAddress> Malformed => new()
    {
        { "recipient", Home with { Recipient = " " } },
        { "recipient", Home with { Recipient = new string('a', 121) } },
        { "line1", Home with { Line1 = "1 High\u0000Street" } },
        { "line1", Home with { Line1 = "1 High\nStreet" } },
        { "line2", Home with { Line2 = "\u202Eteerts" } },
        { "city", Home with { City = "Lon\uD800don" } },
        { "region", Home with { Region = new string('r', 121) } },
        { "postal_code", Home with { PostalCode = new string('9', 21) } },
        { "country", Home with { Country = "UK" } },
        { "country", Home with { Country = "" } },
        { "country", Home with { Country = "G\u0412" } },
        { "phone", Home with { Phone = "call me" } },
        { "phone", Home with { Phone = "1234" } },
        { "phone", Home with { Phone = "1234567890123456" } },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_part_that_no_carrier_could_read_is_named(string field, PostalAddress address) =>
        Assert.Equal(field, new AddressBook().Add(new(First, address)).Error?.Field);

    [Fact]
    public void Every_required_part_is_asked_for_even_when_null() => Assert.Equal(
        "recipient", new AddressBook().Add(new(First, new(null!, null!, null, null!, null, null, null!))).Error?.Field);

    private static AddressBook Book(params Guid[] ids) =>
        ids.Aggregate(new AddressBook(), (book, id) => book.Add(new(id, Home)).Value!);
}
