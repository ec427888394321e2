namespace Shop.Accounts;

public class UserTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly EmailAddress Email = EmailAddress.Read("ann@example.com").Value!;
    private static readonly Profile Ann = new("Ann", "Lee", "+44 20 7946 0000", new DateOnly(1990, 2, 28));
    private static readonly PostalAddress Home = new("Ann Lee", "1 High Street", null, "London", null, null, "GB");

    [Theory]
    [InlineData("first_name", "", "Lee", null)]
    [InlineData("first_name", "A\tn", "Lee", null)]
    [InlineData("last_name", "Ann", " ", null)]
    [InlineData("phone_number", "Ann", "Lee", "+")]
    [InlineData("phone_number", "Ann", "Lee", "\u0661\u0662\u0663\u0664\u0665\u0666")]
    public void A_field_that_cannot_be_is_named(string field, string first, string last, string? phone) =>
        Assert.Equal(field, Register(new(first, last, phone)).Error?.Field);

    [Theory]
    [InlineData("2026-01-01", true)]
    [InlineData("2026-01-02", false)]
    [InlineData("1901-01-01", true)]
    [InlineData("1900-12-31", false)]
    [InlineData("0001-01-01", false)]
    [InlineData("9999-12-31", false)]
    public void A_birthday_is_a_day_on_which_somebody_alive_was_born(string day, bool can) => Assert.Equal(
        can, Register(Ann with { DateOfBirth = DateOnly.ParseExact(day, "yyyy-MM-dd") }).Error is null);

    [Fact]
    public void A_change_leaves_what_it_does_not_name()
    {
        var changed = Registered().Change(new(FirstName: "Anne"), Noon).Value!;

        Assert.Equal(Registered().Profile with { FirstName = "Anne" }, changed.Profile);
    }

    [Fact]
    public void Optional_fields_are_cleared_by_saying_so()
    {
        var changed = Registered().Change(new(ClearPhoneNumber: true, ClearDateOfBirth: true), Noon).Value!;

        Assert.Equal(new Profile("Ann", "Lee"), changed.Profile);
    }

    [Fact]
    public void Another_role_ends_the_sessions_of_the_old_one()
    {
        var session = new OpenedSession(Guid.CreateVersion7(), Noon, null, null);
        var customer = Registered().Opened(session, Noon);
        var seller = customer.WithRole(Role.Seller);

        Assert.Equal(customer, customer.WithRole(Role.Customer));
        Assert.Equal(Role.Seller, seller.Role);
        Assert.False(seller.GoesOn(session.Id, Noon));
    }

    [Fact]
    public void Nothing_of_the_person_is_left_after_deletion()
    {
        var book = new AddressBook().Add(new(Guid.CreateVersion7(), Home));
        var deleted = Registered().With(book).Value!.Delete(Noon).Value!;

        Assert.False(deleted.IsOpen);
        Assert.Equal(new Profile("", ""), deleted.Profile);
        Assert.Empty(deleted.AddressBook.Addresses);
        Assert.Null(deleted.PasswordHash);
        Assert.Equal(AccountErrors.AlreadyRegistered, deleted.Register(Email, new("", null, Ann), Noon).Error);
    }

    [Fact]
    public void An_admin_cannot_leave_the_shop_without_one_by_deleting_the_account() =>
        Assert.Equal(AccountErrors.AdminStays, Registered().WithRole(Role.Admin).Delete(Noon).Error);

    [Fact]
    public void An_order_takes_the_defaults_or_what_it_names()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var book = new AddressBook().Add(new(first, Home)).Value!.Add(new(second, Home with { City = "Leeds" }));
        var user = Registered().With(book).Value!;

        Assert.Equal("London", user.ContactFor(default, null, null, null).Value!.Shipping!.City);
        Assert.Equal("Leeds", user.ContactFor(default, second, null, null).Value!.Shipping!.City);
        Assert.Equal("London", user.ContactFor(default, second, null, null).Value!.Billing!.City);
        Assert.Equal("York", user.ContactFor(default, null, null, Home with { City = "York " }).Value!.Shipping!.City);
    }

    [Fact]
    public void An_invoice_goes_where_the_parcel_goes_unless_told()
    {
        var contact = Registered().ContactFor(default, null, null, Home).Value!;

        Assert.Equal(("ann@example.com", "Ann Lee", Home, Home),
            (contact.Email, contact.Name, contact.Shipping, contact.Billing));
        Assert.Null(Registered().ContactFor(default, null, null, null).Value!.Shipping);
    }

    [Fact]
    public void An_address_that_is_not_in_the_book_is_refused_by_the_field_that_names_it()
    {
        var nowhere = Guid.CreateVersion7();

        Assert.Equal("shipping_address_id", Registered().ContactFor(default, nowhere, null, null).Error?.Field);
        Assert.Equal("billing_address_id", Registered().ContactFor(default, null, nowhere, null).Error?.Field);
        Assert.Equal(
            "country", Registered().ContactFor(default, null, null, Home with { Country = "XX" }).Error?.Field);
    }

    [Fact]
    public void A_session_goes_on_for_ninety_days_at_most()
    {
        var session = new OpenedSession(Guid.CreateVersion7(), Noon, null, null);
        var user = Registered().Opened(session, Noon);

        Assert.True(user.GoesOn(session.Id, Noon.AddDays(89.9)));
        Assert.False(user.GoesOn(session.Id, Noon.AddDays(90)));
    }

    [Fact]
    public void The_oldest_of_too_many_sessions_ends()
    {
        var ids = Enumerable.Range(0, 31).Select(_ => Guid.CreateVersion7()).ToList();
        var user = ids.Aggregate(Registered(), (now, id) => now.Opened(new(id, Noon, null, null), Noon));

        Assert.False(user.GoesOn(ids[0], Noon));
        Assert.All(ids.Skip(1), id => Assert.True(user.GoesOn(id, Noon)));
    }

    private static User Registered() => Register(Ann).Value!;

    private static Result<User> Register(Profile profile) =>
        new User().Register(Email, new(Email.Text, null, profile), Noon);
}
