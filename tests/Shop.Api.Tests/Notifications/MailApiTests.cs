using System.Net;
using System.Text.Json;
using Shop.Orders;

namespace Shop.Notifications;

/// <summary>From what happens to the mail that tells of it, and what staff see of both.</summary>
public class MailApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task A_paid_order_is_told_by_two_mails_that_anybody_can_look_at_in_development()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 1));
        await customer.Pays(order, "pay");

        var mails = await Mails(order, 2);

        Assert.Equal(
            ["order.confirmed", "order.paid"], mails.Select(mail => mail.GetProperty("kind").GetString()).Order());
        var mail = mails[0];
        var reference = order.GetProperty("reference").GetString()!;
        Assert.Contains(reference, mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        using var anybody = shop.Anonymous();
        var path = $"/dev/mail/{mail.GetProperty("id").GetGuid()}";
        var page = await anybody.GetStringAsync(path);
        Assert.Contains(reference, page, StringComparison.Ordinal);
        Assert.Contains($"src=\"{path}/html\"", page, StringComparison.Ordinal);
        Assert.Contains("Message-ID: <", await anybody.GetStringAsync($"{path}/source"), StringComparison.Ordinal);
        Assert.Contains(path, await anybody.GetStringAsync("/dev/mail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_mail_brings_along_is_shown_where_it_can_do_nothing()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 1));
        await (await customer.PostJson($"/api/v1/orders/{order.GetProperty("id").GetGuid()}/cancel", """
            {"reason": "<script>alert(1)</script>"}
            """)).Read(HttpStatusCode.OK);

        var mail = Assert.Single(await Mails(order, 1));

        using var anybody = shop.Anonymous();
        var answer = await anybody.GetAsync($"/dev/mail/{mail.GetProperty("id").GetGuid()}/html");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.StartsWith(
            "sandbox allow-popups; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        await (await anybody.GetAsync($"/dev/mail/{Guid.CreateVersion7()}"))
            .Problem(HttpStatusCode.NotFound, "mail_not_found");
    }

    [Fact]
    public async Task Staff_see_what_became_of_a_message_and_have_a_dead_one_sent()
    {
        var id = Guid.CreateVersion7();
        await shop.Database.Run($$"""
            insert into outbox (id, kind, recipient, body, dead_at, attempts, failure)
            values ('{{id}}', 'account.welcome', 'dead@mail.example',
                    '{"email": "dead@mail.example", "first_name": "Ada"}', now(), 36, '550 gone')
            """);
        using var admin = await shop.Admin();
        using var customer = await shop.Customer();
        const string list = "/api/v1/admin/messages?recipient=dead@mail.example";
        var dead = await (await admin.GetAsync($"{list}&status=dead")).Read(HttpStatusCode.OK);
        Assert.Equal("550 gone", dead.GetProperty("results")[0].GetProperty("failure").GetString());

        await (await customer.PostAsync($"/api/v1/admin/messages/{id}/replay", null)).Read(HttpStatusCode.Forbidden);
        await (await admin.PostAsync($"/api/v1/admin/messages/{id}/replay", null)).Read(HttpStatusCode.NoContent);

        for (var tries = 0; ; tries++)
        {
            var sent = await (await admin.GetAsync($"{list}&status=sent")).Read(HttpStatusCode.OK);
            if (sent.GetProperty("count").GetInt32() == 1)
                break;

            Assert.True(tries < 100, "It is not sent.");
            await Task.Delay(50);
        }

        await (await admin.PostAsync($"/api/v1/admin/messages/{Guid.CreateVersion7()}/replay", null))
            .Problem(HttpStatusCode.NotFound, "message_not_found");
        await (await customer.GetAsync(list)).Read(HttpStatusCode.Forbidden);
    }

    private async Task<List<JsonElement>> Mails(JsonElement order, int count)
    {
        using var anybody = shop.Anonymous();
        for (var tries = 0; ; tries++)
        {
            var mails = await (await anybody.GetAsync($"/dev/mail.json?to={order.GetProperty("email").GetString()}"))
                .Read(HttpStatusCode.OK);
            if (mails.GetArrayLength() >= count)
                return [.. mails.EnumerateArray()];

            Assert.True(tries < 100, $"There are {mails.GetArrayLength()} mails and not {count}.");
            await Task.Delay(50);
        }
    }
}
