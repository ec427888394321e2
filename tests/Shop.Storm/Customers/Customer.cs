namespace Shop.Storm.Customers;

/// <summary>
/// One who fills a cart, checks out and then does as people do: pays, is declined and tries again, cancels, walks away,
/// presses the button twice. What the shop answers goes into the record.
/// </summary>
internal sealed class Customer(ShopClient shop, Record record, Market market, Random random)
{
    private string token = "";
    private Guid id;
    private int visits;

    /// <summary>What comes of every visit; null for what chance will have.</summary>
    public Habit? Always { get; init; }

    /// <summary>Returns when the storm is over and the visit under way has come to its end.</summary>
    public async Task Live(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            if (token.Length == 0)
                await SignUp();
            else
                await Visit();
        }
    }

    private async Task SignUp()
    {
        var admitted = await shop.Post("/api/v1/dev/shoppers", new { count = 1 }, token: null, key: "");
        if (!admitted.Succeeded)
            return;

        var account = admitted.Body[0];
        (id, token) = (account.GetProperty("user_id").GetGuid(), account.GetProperty("access_token").GetString()!);
    }

    private async Task Visit()
    {
        var name = $"{id:N}-{visits++}";
        await FillCart(name);
        if (await CheckOut($"checkout-{name}") is not { } sale)
            return;

        switch (Always ?? Habits.Draw(random))
        {
            case Habit.Pays:
                await Pay(sale, "pay");
                await Look(sale);
                break;
            case Habit.PaysAndCancels:
                await Pay(sale, "pay");
                await Cancel(sale);
                break;
            case Habit.IsDeclined:
                await Pay(sale, "decline");
                await PayAgain(sale);
                break;
            case Habit.Abandons:
                await Pay(sale, "abandon");
                break;
            case Habit.Cancels:
                await Cancel(sale);
                if (random.Next(2) == 0)
                    await Pay(sale, "pay");
                break;
            default:
                record.Count("left unpaid");
                break;
        }
    }

    private async Task FillCart(string name)
    {
        var lines = random.Next(1, 4);
        for (var line = 0; line < lines; line++)
        {
            var article = market.Pick(random);
            var item = new { product_id = article.Product, sku = article.Sku, quantity = random.Next(1, 3) };
            var added = await Post("/api/v1/cart", item, $"cart-{name}-{line}");
            if (!added.Succeeded)
                record.Count($"cart: {added.Code}");
        }
    }

    private async Task<Sale?> CheckOut(string key)
    {
        record.Count("checkouts");
        var second = random.Next(10) == 0 ? Post("/api/v1/checkout", new { }, key) : null;
        var reply = random.Next(20) == 0
            ? await shop.Try(HttpMethod.Post, "/api/v1/checkout", new { }, token, key)
            : await Post("/api/v1/checkout", new { }, key);
        var sale = Ordered(reply, key);
        if (second is not null)
            sale = Ordered(await second, key) ?? sale;
        if (sale is null && reply.Status is >= 400 and < 500)
            await EmptyCart();

        return sale;
    }

    private Sale? Ordered(Reply reply, string key)
    {
        record.Count(reply.Succeeded ? "orders answered" : $"checkout: {reply.Code}");
        return reply.Succeeded ? record.Ordered(reply.Body, key, id) : null;
    }

    /// <summary>What is sold out would be in the way of the next checkout.</summary>
    private async Task EmptyCart()
    {
        if (token.Length > 0)
            await shop.Try(HttpMethod.Delete, "/api/v1/cart", null, token, "");
    }

    private async Task Pay(Sale sale, string outcome)
    {
        var order = await Look(sale);
        if (order is not { Succeeded: true } || order.Text("payment_session_id") is not { } session)
            return;

        var paid = await Post($"/sandbox/pay/{session}", new { outcome }, key: "");
        if (paid.Succeeded)
            record.Paid(session, paid.Text("outcome")!);

        record.Count(paid.Succeeded ? $"told {paid.Text("outcome")}" : $"payment: {paid.Code}");
    }

    private async Task PayAgain(Sale sale)
    {
        for (var tries = 0; tries < 20 && token.Length > 0; tries++)
        {
            if ((await Look(sale))?.Text("status") == "payment_failed")
                break;

            await Task.Delay(200);
        }

        var again = await Post($"/api/v1/orders/{sale.Id}/pay", new { }, $"again-{sale.Key}");
        if (again.Succeeded)
        {
            sale.See(again.Body);
            await Pay(sale, "pay");
        }
    }

    private async Task Cancel(Sale sale)
    {
        var cancelled = await Post($"/api/v1/orders/{sale.Id}/cancel", new { }, $"cancel-{sale.Key}");
        record.Count(cancelled.Succeeded ? "cancelled" : $"cancel: {cancelled.Code}");
        if (cancelled.Succeeded)
            sale.See(cancelled.Body);
    }

    private async Task<Reply?> Look(Sale sale)
    {
        if (token.Length == 0)
            return null;

        var order = Seen(await shop.Get($"/api/v1/orders/{sale.Id}", token));
        if (order.Succeeded)
            sale.See(order.Body);
        else if (order is { NeedsSignIn: false, IsOpen: false })
            record.Contradiction($"order {sale.Id} was answered with {order.Code} to its customer");

        return order;
    }

    private async Task<Reply> Post(string path, object body, string key) =>
        token.Length == 0 ? Reply.None : Seen(await shop.Post(path, body, token, key));

    /// <summary>Tokens run out, the sooner when the clock jumps; the next visit begins with a new account.</summary>
    private Reply Seen(Reply reply)
    {
        if (reply.NeedsSignIn)
            token = "";

        return reply;
    }
}
