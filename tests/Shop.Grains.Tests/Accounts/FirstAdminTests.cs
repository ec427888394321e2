using Shop.Testing;

namespace Shop.Accounts;

public class FirstAdminTests(ShopCluster shop) : IClassFixture<ShopCluster>
{
    [Fact]
    public async Task Nodes_that_start_at_once_make_one_admin()
    {
        var email = People.NewEmail();
        var made = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => FirstAdmin.Ensure(shop.Grains, email.Text, People.Password)));

        var id = Assert.Single(made.Select(one => one.Must().UserId).Distinct());
        Assert.Equal(Role.Admin, (await shop.Grains.User(id).View()).Must().Role);
        (await shop.Grains.EmailAddress(email).SignIn(new(People.Password))).Must();
    }

    [Fact]
    public async Task An_admin_who_is_there_keeps_the_password()
    {
        var email = People.NewEmail();
        var first = (await FirstAdmin.Ensure(shop.Grains, email.Text, People.Password)).Must();
        var second = (await FirstAdmin.Ensure(shop.Grains, email.Text.ToUpperInvariant(), People.Wrong)).Must();

        Assert.Equal((true, false), (first.IsNew, second.IsNew));
        Assert.Equal(first.UserId, second.UserId);
        (await shop.Grains.EmailAddress(email).SignIn(new(People.Password))).Must();
    }

    [Fact]
    public async Task A_customer_is_not_promoted_by_taking_the_address_first()
    {
        var customer = await shop.Grains.Registered();

        Assert.Equal(
            AccountErrors.EmailTaken, (await FirstAdmin.Ensure(shop.Grains, customer.Email, People.Password)).Error);
        Assert.Equal(Role.Customer, (await shop.Grains.User(customer.Id).View()).Must().Role);
    }

    [Theory]
    [InlineData("not an address", "trombone-7", "email_malformed")]
    [InlineData("admin-to-be@example.com", "password", "password_common")]
    public async Task What_no_customer_may_have_no_admin_may(string email, string password, string code) =>
        Assert.Equal(code, (await FirstAdmin.Ensure(shop.Grains, email, new(password))).Error?.Code);
}
