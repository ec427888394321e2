using System.Net.Http.Headers;
using System.Text.Json;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// One customer's way from the cart to the money that comes back. Whoever gets no answer asks again, as people do, and
/// a shop that died is started again.
/// </summary>
internal sealed class Journey(MortalShop shop, string provider)
{
    private const int Stock = 3;

    private Goods mug = null!;
    private AuthenticationHeaderValue customer = null!;
    private AuthenticationHeaderValue staff = null!;
    private string heard = "";

    /// <returns>The life of the process that the blow was meant for.</returns>
    public async Task<Life> Survives(Blow? blow)
    {
        await Begin();
        var life = shop.Life;
        life.Expect(blow);

        var checkout = ("Idempotency-Key", $"{Guid.CreateVersion7()}");
        var order = await Insist(customer, client => client.Send(
            HttpMethod.Post, "/api/v1/checkout", $$"""{"provider":"{{provider}}"}""", checkout));
        await Pay($"{order.GetProperty("payment_url").GetString()}/pay");
        var own = $"/api/v1/orders/{order.GetProperty("id").GetGuid()}";
        await Insist(customer, client => client.GetAsync(own), seen => Is(seen, "processing"));

        var refund = ("Idempotency-Key", $"{Guid.CreateVersion7()}");
        await Insist(staff, client => client.Send(HttpMethod.Post, $"{own}/refund", "{}", refund));
        await Insist(customer, client => AfterRefund(client, own), seen => Is(seen, "refunded")
            && seen.GetProperty("payments")[0].GetProperty("status").GetString() == "refunded");
        await Settled();

        life.Spare();
        await Check(order, $"{blow}");
        return life;
    }

    private async Task Begin()
    {
        mug = await shop.Sells(Stock);
        using (var someone = await shop.Customer())
        {
            customer = someone.DefaultRequestHeaders.Authorization!;
            await someone.Puts(mug);
        }

        using var member = await shop.Admin();
        staff = member.DefaultRequestHeaders.Authorization!;
    }

    /// <summary>A provider's own page is there, whatever becomes of the shop.</summary>
    private async Task Pay(string button)
    {
        if (provider == "sandbox")
        {
            await Insist(customer, client => client.PostAsync(new Uri(button).PathAndQuery, null));
            return;
        }

        using var client = shop.As(customer);
        (await client.PostAsync(button, null)).EnsureSuccessStatusCode();
    }

    private Task<HttpResponseMessage> AfterRefund(HttpClient client, string order)
    {
        shop.Paystack.Books.FinishRefunds();
        return client.GetAsync(order);
    }

    /// <summary>Asks until the answer is good enough.</summary>
    private async Task<JsonElement> Insist(
        AuthenticationHeaderValue who, Func<HttpClient, Task<HttpResponseMessage>> ask,
        Func<JsonElement, bool>? enough = null)
    {
        for (var tries = 1; tries < 300; tries++)
        {
            if (await Answer(who, ask) is { } answer && enough?.Invoke(answer) is not false)
                return answer;

            await GoOn(tries);
        }

        throw new InvalidOperationException($"In vain; the last answer was: {heard}");
    }

    /// <summary>Null: none, or a refusal. The dead do not answer.</summary>
    private async Task<JsonElement?> Answer(
        AuthenticationHeaderValue who, Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        var life = shop.Life;
        using var client = shop.As(who);
        try
        {
            var asked = ask(client);
            await Task.WhenAny(asked, life.Death);
            if (life.IsOver)
                return null;

            using var answer = await asked;
            heard = await answer.Content.ReadAsStringAsync();
            return !answer.IsSuccessStatusCode ? null
                : answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonElement.Parse(heard)
                : default(JsonElement);
        }
        catch (HttpRequestException failure)
        {
            heard = failure.Message;
            return null;
        }
    }

    private async Task GoOn(int tries)
    {
        if (shop.Life.IsOver)
        {
            await shop.Kill();
            await shop.PassTime();
        }
        else if (tries % 8 == 0)
        {
            await shop.PassTime();
        }
        else
        {
            await Task.Delay(10);
        }
    }

    /// <summary>Nobody works on anything any more.</summary>
    private async Task Settled()
    {
        for (var tries = 1; await Count("payment_inbox where status = 'pending'") > 0 || shop.Life.IsOver; tries++)
        {
            Assert.True(tries < 300, "An event was not carried out.");
            await GoOn(tries);
        }
    }

    private async Task Check(JsonElement order, string when)
    {
        using var client = shop.As(staff);
        var seen = await client.Sees(order);
        var payment = Assert.Single(seen.GetProperty("payments").EnumerateArray()).GetProperty("ref").GetString()!;
        Assert.Single(seen.GetProperty("refunds").EnumerateArray());
        Assert.Equal(provider == "sandbox" ? 0 : 1, shop.GivenBack(provider, payment));

        var buyer = $"(select customer_id from orders where id = '{order.GetProperty("id").GetGuid()}')";
        var told = $"outbox where body ->> 'reference' = '{order.GetProperty("reference").GetString()}' and kind =";
        foreach (var one in (string[])
        [
            $"orders where customer_id = {buyer}",
            $"carts where state -> 'lines' = '[]' and id = {buyer}",
            $"{told} 'order.confirmed'", $"{told} 'order.paid'", $"{told} 'order.refunded'",
            $"inventory_ledger where kind = 'commit' and sku = '{mug.Sku}'",
            $"inventory where on_hand = {Stock} and reserved = 0 and sku = '{mug.Sku}'",
        ])
        {
            Assert.True(await Count(one) == 1, $"{await Count(one)} of {one}, when {when}");
        }
    }

    private Task<long> Count(string rows) => shop.Database.Value<long>($"select count(*) from {rows}");

    private static bool Is(JsonElement order, string status) => order.GetProperty("status").GetString() == status;
}
