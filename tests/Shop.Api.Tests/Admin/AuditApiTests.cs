using System.Net;
using System.Text.Json;
using Shop.Accounts;
using Catalogue = Shop.Catalog.Catalogue;

namespace Shop.Admin;

public class AuditApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task What_staff_change_is_noted_with_the_change_and_with_the_request()
    {
        using var admin = await shop.Admin();
        var category = (await Catalogue.Category(admin, new { name = Catalogue.Word() })).GetProperty("id").GetString();

        var change = Assert.Single(await Entries(admin, $"subject=categories/{category}"));
        Assert.Equal("POST /api/v1/categories", change.Text("action"));
        Assert.Equal("admin", change.Text("role"));
        var request = (await Entries(admin, "action=POST /api/v1/categories"))
            .Single(entry => entry.Text("trace") == change.Text("trace") && entry.Text("id") != change.Text("id"));
        Assert.Equal("201", request.Text("outcome"));
        Assert.Equal("/api/v1/categories", request.Text("subject")!.TrimEnd('/'));
        Assert.Equal(change.Text("actor"), request.Text("actor"));
    }

    [Fact]
    public async Task What_staff_were_refused_is_noted_and_changes_nothing()
    {
        using var seller = await shop.Seller();
        using var admin = await shop.Admin();
        await (await seller.PostJson("/api/v1/categories", """{"name":"Mine"}""")).Problem(
            HttpStatusCode.Forbidden, "forbidden");

        var me = (await (await seller.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK)).Text("id");
        var entry = Assert.Single(await Entries(admin, $"actor={me}"));
        Assert.Equal("403", entry.Text("outcome"));
        Assert.Equal("seller", entry.Text("role"));
    }

    [Fact]
    public async Task What_customers_do_is_their_own_business()
    {
        using var customer = await shop.Customer();
        using var admin = await shop.Admin();
        await customer.DeleteAsync("/api/v1/cart");

        var me = (await (await customer.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK)).Text("id");
        Assert.Empty(await Entries(admin, $"actor={me}"));
    }

    [Fact]
    public async Task Every_attempt_to_sign_in_is_noted_and_no_secret_is()
    {
        using var visitor = shop.Anonymous();
        using var admin = await shop.Admin();
        var email = await visitor.Registered();
        var user = await (await visitor.Login(email)).Read(HttpStatusCode.OK);
        await visitor.Login(email, "not the password");

        var entries = await Entries(admin, "action=/auth/login");
        Assert.Contains(entries, entry => entry.Text("outcome") == "401" && entry.Text("address") is not null);
        Assert.Contains(entries, entry =>
            entry.Text("outcome") == "200" && entry.Text("actor") == user.GetProperty("user").Text("id"));
        var all = await shop.Database.Value<string>("select string_agg(audit_log::text, ' ') from audit_log");
        Assert.DoesNotContain(Visitors.Password, all, StringComparison.Ordinal);
        Assert.DoesNotContain(user.Text("access_token")!, all, StringComparison.Ordinal);
        Assert.DoesNotContain(user.Text("refresh_token")!, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_outbox_holds_no_entry() =>
        Assert.Equal(0, await shop.Database.Value<long>("select count(*) from outbox where kind = 'audit'"));

    [Fact]
    public async Task The_log_is_read_on_from_where_a_page_ended()
    {
        using var admin = await shop.Admin();
        var names = new[] { Catalogue.Word(), Catalogue.Word(), Catalogue.Word() };
        foreach (var name in names)
            await Catalogue.Category(admin, new { name });

        var me = (await (await admin.GetAsync("/api/v1/users/me")).Read(HttpStatusCode.OK)).Text("id");
        var all = (await Entries(admin, $"actor={me}")).Select(entry => entry.Text("id")).ToList();
        var page = await (await admin.GetAsync($"/api/v1/admin/audit?actor={me}&limit=2")).Read(HttpStatusCode.OK);
        var read = new List<string?>();
        while (true)
        {
            read.AddRange(page.GetProperty("results").EnumerateArray().Select(entry => entry.Text("id")));
            if (page.Text("next") is not { } next)
                break;

            page = await (await admin.GetAsync(next)).Read(HttpStatusCode.OK);
        }

        Assert.Equal(6, all.Count);
        Assert.Equal(all, read);
    }

    private static async Task<List<JsonElement>> Entries(HttpClient admin, string filter)
    {
        var page = await (await admin.GetAsync($"/api/v1/admin/audit?limit=100&{filter}")).Read(HttpStatusCode.OK);
        return [.. page.GetProperty("results").EnumerateArray()];
    }
}
