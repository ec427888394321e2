using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// The webhook as a payment provider uses it: twice, late, out of order, and as somebody else would like to.
/// </summary>
public class WebhookApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task The_same_event_ten_times_at_once_pays_once()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 2));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Send(Event(order))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        var paid = await customer.Awaits(order, "processing");
        Assert.Single(paid.GetProperty("payments").EnumerateArray());
        Assert.Equal(1L, await Stored(order));
    }

    [Fact]
    public async Task Expired_after_paid_and_failed_after_paid_change_nothing()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 2));
        await Send(Event(order));
        await customer.Awaits(order, "processing");

        await Send(Event(order) with { Id = "evt_b", Type = "session.expired" });
        await Send(Event(order) with { Id = "evt_c", Type = "payment.failed", PaymentId = "pay_c" });
        await Send(Event(order) with { Id = "evt_d", Type = "customer.updated" });
        await Emptied(order);

        Assert.Equal("processing", (await customer.Sees(order)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Another_amount_never_pays()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 2));

        await Send(Event(order) with { Amount = 1 });
        await Emptied(order);

        var seen = await customer.Sees(order);
        Assert.Equal("created", seen.GetProperty("status").GetString());
        var payment = Assert.Single(seen.GetProperty("payments").EnumerateArray());
        Assert.Equal(("refunded", "amount_differs"),
            (payment.GetProperty("status").GetString(), payment.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_signature_that_does_not_fit_stores_nothing()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 2));
        var body = Body(Event(order));
        var good = Gateway.Sign(body);
        var old = good.Replace("t=", "t=1", StringComparison.Ordinal);

        foreach (var signature in new[] { null, "", "nonsense", "t=,v1=", $"t=1,{good[2..]}", good[..^1], old })
        {
            await (await Post("sandbox", body, signature))
                .Problem(HttpStatusCode.BadRequest, "webhook_signature_wrong");
        }

        await (await Post("sandbox", [.. body, (byte)' '], good))
            .Problem(HttpStatusCode.BadRequest, "webhook_signature_wrong");
        await (await Post("nobody", body, good)).Problem(HttpStatusCode.NotFound, "payment_provider_unknown");

        Assert.Equal(0L, await Stored(order));
        Assert.Equal("created", (await customer.Sees(order)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_event_of_no_order_waits_for_a_person_and_can_be_replayed()
    {
        using var admin = await shop.Admin();
        var nobody = Guid.CreateVersion7();
        await Send(new SandboxEvent("evt_lost", "payment.succeeded", "s", "p", nobody, 1, "USD", null));

        var list = await (await admin.GetAsync($"/api/v1/admin/webhooks?order={nobody}")).Read(HttpStatusCode.OK);
        Assert.Equal("evt_lost", Assert.Single(list.GetProperty("results").EnumerateArray())
            .GetProperty("event_id").GetString());
        var replay = await admin.PostAsync("/api/v1/admin/webhooks/sandbox/evt_lost/replay", null);
        Assert.Equal(HttpStatusCode.NoContent, replay.StatusCode);
        await (await admin.PostAsync("/api/v1/admin/webhooks/sandbox/evt_none/replay", null))
            .Problem(HttpStatusCode.NotFound, "webhook_not_found");
    }

    [Fact]
    public async Task What_a_process_had_claimed_when_it_died_is_carried_out_as_soon_as_the_next_starts()
    {
        await using var mortal = await ShopHost.Start();
        using var customer = await mortal.Customer();
        var order = await customer.Orders(await mortal.Sells(stock: 2));
        await mortal.Stop();
        var news = new PaymentNews(
            "evt_left", PaymentNewsKind.Succeeded, "sandbox", "pay_left",
            order.GetProperty("payment_session_id").GetString()!, order.GetProperty("total").GetInt64(), "USD");
        await using (var left = mortal.Database.Source.CreateCommand("""
            insert into payment_inbox
                   (provider, event_id, order_id, kind, news, body, received_at, due_at, status, attempts)
            values ('sandbox', 'evt_left', $1, 'Succeeded', $2::jsonb, '', now(), now() + interval '29 s', 'pending', 1)
            """))
        {
            left.Parameters.Add(new() { Value = order.GetProperty("id").GetGuid() });
            left.Parameters.Add(new() { Value = JsonSerializer.Serialize(news, ShopJson.Options) });
            await left.ExecuteNonQueryAsync();
        }

        await mortal.Restart();

        using var again = mortal.Anonymous();
        again.DefaultRequestHeaders.Authorization = customer.DefaultRequestHeaders.Authorization;
        await again.Awaits(order, "processing");
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_refused()
    {
        var answer = await Post("sandbox", new byte[10_000_000], "t=1,v1=0");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_pay_page_shows_what_is_to_be_paid_and_nothing_of_a_session_that_is_none()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 2, price: 123_456));
        using var anyone = shop.Anonymous();

        var page = await anyone.GetStringAsync(order.GetProperty("payment_url").GetString());

        Assert.Contains("1234.56 USD", page);
        Assert.Contains(order.GetProperty("reference").GetString()!, page);
        var session = $"sbx_{Guid.CreateVersion7():N}_1";
        foreach (var wrong in new[] { "nothing", session, "sbx_x_1", "%3Cscript%3E" })
        {
            await (await anyone.GetAsync($"/sandbox/pay/{wrong}"))
                .Problem(HttpStatusCode.NotFound, "payment_session_not_found");
        }
    }

    [Fact]
    public async Task A_program_pays_with_json_and_cannot_choose_twice()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 2));
        var url = order.GetProperty("payment_url").GetString()!;

        await (await customer.PostJson(url, """{"outcome":"pay"}""")).Read(HttpStatusCode.OK);
        var again = await (await customer.PostJson(url, """{"outcome":"decline"}""")).Read(HttpStatusCode.OK);

        Assert.Equal("pay", again.GetProperty("outcome").GetString());
        await customer.Awaits(order, "processing");
        await (await customer.PostJson(url, """{"outcome":"steal"}""")).Invalid("outcome");
    }

    private SandboxGateway Gateway => shop.Services.GetRequiredService<SandboxGateway>();

    private static SandboxEvent Event(JsonElement order)
    {
        var id = order.GetProperty("id").GetGuid();
        return new SandboxEvent(
            $"evt_{id:N}", "payment.succeeded", order.GetProperty("payment_session_id").GetString()!, $"pay_{id:N}", id,
            order.GetProperty("total").GetInt64(), "USD", null);
    }

    private static byte[] Body(SandboxEvent news) => JsonSerializer.SerializeToUtf8Bytes(news, ShopJson.Options);

    private Task<HttpResponseMessage> Send(SandboxEvent news) => Post("sandbox", Body(news), Gateway.Sign(Body(news)));

    private async Task<HttpResponseMessage> Post(string provider, byte[] body, string? signature)
    {
        using var client = shop.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/webhooks/{provider}");
        request.Content = new ByteArrayContent(body);
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("Sandbox-Signature", signature);
        return await client.SendAsync(request);
    }

    private Task<long> Stored(JsonElement order) => shop.Database.Value<long>(
        $"select count(*) from payment_inbox where order_id = '{order.GetProperty("id").GetGuid()}'");

    /// <summary>Returns when every event of the order was carried out.</summary>
    private async Task Emptied(JsonElement order)
    {
        for (var tries = 0; ; tries++)
        {
            if (await shop.Database.Value<long>(
                "select count(*) from payment_inbox where status = 'pending' "
                + $"and order_id = '{order.GetProperty("id").GetGuid()}'") == 0)
            {
                return;
            }

            Assert.True(tries < 100, "An event was not carried out.");
            await Task.Delay(100);
        }
    }
}
