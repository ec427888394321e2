using System.Text.Json;
using Shop.Storm.World;

namespace Shop.Storm.Customers;

/// <summary>Takes in goods, sends parcels, and hears that they arrived.</summary>
internal sealed class Staff(ShopClient shop, Record record, Random random)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private string token = "";

    /// <summary>Signs in, again when the token has run out.</summary>
    public async Task<string> SignIn()
    {
        var proof = new { email = StormWorld.AdminEmail, password = StormWorld.AdminPassword };
        var signedIn = await shop.Post("/api/v1/auth/login", proof, token: null, key: "");
        return token = signedIn.Text("access_token")
            ?? throw new InvalidOperationException($"The admin was refused: {signedIn.Code}.");
    }

    public async Task Live(Market market, CancellationToken over)
    {
        for (var turn = 0; !over.IsCancellationRequested; turn++)
        {
            if (random.Next(3) == 0)
                await Receive(market.Pick(random), $"delivery-{turn}");
            else if (record.Any(random) is { } sale)
                await Handle(sale, random.Next(3) == 0 ? "complete" : "ship");

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public async Task<Reply> Get(string path)
    {
        var reply = await shop.Get(path, token);
        if (!reply.NeedsSignIn)
            return reply;

        await SignIn();
        return await shop.Get(path, token);
    }

    private async Task Receive(Market.Article article, string key)
    {
        var units = random.Next(1, 12);
        var body = new { action = "receive", quantity = units, reason = "delivery" };
        var received = await Post($"/api/v1/admin/inventory/{article.Sku}", body, key);
        if (received.Succeeded)
            record.Received(key, article.Sku, units);
        else
            record.Contradiction($"a delivery of {article.Sku} was answered with {received.Code}");
    }

    private async Task Handle(Sale sale, string verb)
    {
        var body = new { carrier = "Storm Parcel" };
        var moved = await Post($"/api/v1/orders/{sale.Id}/{verb}", body, key: "");
        record.Count(moved.Succeeded ? $"orders sent on ({verb})" : $"{verb}: {moved.Code}");
        if (moved is { Succeeded: true, Body.ValueKind: JsonValueKind.Object })
            sale.See(moved.Body);
    }

    private async Task<Reply> Post(string path, object body, string key)
    {
        var reply = await shop.Post(path, body, token, key);
        if (!reply.NeedsSignIn)
            return reply;

        await SignIn();
        return await shop.Post(path, body, token, key);
    }
}
