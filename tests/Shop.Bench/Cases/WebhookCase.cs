using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Dapper;
using Shop.Bench.Measuring;
using Shop.Bench.Reports;
using Shop.Bench.Shops;
using Shop.Payments;

namespace Shop.Bench.Cases;

/// <summary>Payments come in, a tenth of them twice. It is over when every order is to be packed.</summary>
internal static class WebhookCase
{
    public const string Name = "webhook";

    private const int Clients = 64;
    private const int OneInTwice = 10;

    private const string OrdersSql = """
        select id, total, currency, state #>> '{session,id}' as SessionId
        from   orders
        where  status = 'created' and state #>> '{lines,0,sku}' = @sku
        """;

    private const string LeftSql = "select count(*) from payment_inbox where status = 'pending'";

    private const string PackedSql = """
        select count(*) from orders where status = 'processing' and state #>> '{lines,0,sku}' = @sku
        """;

    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        await Pay(run, run.Options.Payments / 2, stop);
        var (shop, packed) = await Pay(run, run.Options.Payments, stop);
        await ForgetMails(run, stop);
        run.Keep(shop);
        run.Targets.AddRange(
        [
            Target.AtLeast(Name, "distinct events a second, until their orders are to be packed",
                shop.PerSecond, 3_000),
            Target.AtLeast(Name, "orders to be packed, as a share of those paid", packed, 1),
        ]);
    }

    private static async Task<(Measurement Measured, double Packed)> Pay(
        BenchRun run, int orders, CancellationToken stop)
    {
        var (sku, events) = await Place(run, orders, stop);
        var plan = run.PlanFor(run.TheShop.Port, Clients, [.. WithRepeats(events)], 204) with { Once = true };
        await run.Tidy(stop);
        var (report, did) = await LoadProcess.Run(
            run.TheShop.Id, plan, run.TheShop.Database, stop, () => UntilDone(run, stop));

        await using var connection = await run.TheShop.Database.OpenConnectionAsync(stop);
        var packed = await connection.ExecuteScalarAsync<long>(PackedSql, new { sku });
        var seconds = did!.At / (double)Stopwatch.Frequency;
        var measured = new Measurement { Case = Name, Who = BenchRun.Shop, Clients = Clients, PerSecond = 0 }
            .With(report).With(did) with
        {
            Seconds = seconds,
            PerSecond = packed / seconds,
        };
        return (measured, packed / (double)events.Count);
    }

    /// <summary>Orders that wait for their money, and the provider's words that it has come.</summary>
    private static async Task<(string Sku, IReadOnlyList<string> Events)> Place(
        BenchRun run, int orders, CancellationToken stop)
    {
        var shop = run.TheShop;
        var product = await Buyers.Product(shop, 1_000_000, stop);
        var buyers = await Buyers.Admit(shop, run.Options.People, stop);
        await buyers.Fill(shop, [product], stop);
        var checkouts = buyers.Checkouts();
        string[] all = [.. Enumerable.Range(0, orders).Select(at => checkouts[at % checkouts.Count])];
        var plan = run.PlanFor(shop.Port, Clients, all, 201) with { Once = true };
        await LoadProcess.Run(shop.Id, plan, database: null, stop);

        await using var connection = await shop.Database.OpenConnectionAsync(stop);
        var placed = await connection.QueryAsync<Placed>(OrdersSql, new { sku = product.Sku });
        return (product.Sku, [.. placed.Select(order => order.Paid())]);
    }

    /// <summary>A provider that is not sure tells it again, a little later.</summary>
    internal static IEnumerable<string> WithRepeats(IReadOnlyList<string> events) =>
        events.Select((text, at) => (At: at, Text: text))
            .Concat(events.Select((text, at) => (At: at + Clients, Text: text)).Where((_, at) => at % OneInTwice == 0))
            .OrderBy(one => one.At)
            .Select(one => one.Text);

    /// <summary>Those that still wait would be sent while others are measured.</summary>
    private static async Task ForgetMails(BenchRun run, CancellationToken stop)
    {
        await using var connection = await run.TheShop.Database.OpenConnectionAsync(stop);
        await connection.ExecuteAsync("update outbox set sent_at = now() where sent_at is null");
    }

    private static async Task UntilDone(BenchRun run, CancellationToken stop)
    {
        await using var connection = await run.TheShop.Database.OpenConnectionAsync(stop);
        while (await connection.ExecuteScalarAsync<long>(LeftSql) > 0)
            await Task.Delay(20, stop);
    }

    private sealed record Placed(Guid Id, long Total, string Currency, string SessionId)
    {
        public string Paid()
        {
            var news = new SandboxEvent(
                $"evt_{SessionId}", "payment.succeeded", SessionId, $"pay_{SessionId}", Id, Total, Currency, null);
            var body = JsonSerializer.Serialize(news, ShopJson.Options);
            var signature = TimedSignature.Sign(
                Encoding.UTF8.GetBytes(body), ShopProcess.SandboxSecret, TimeProvider.System.GetUtcNow());
            return Http.Post("/api/v1/webhooks/sandbox", body, more: $"Sandbox-Signature: {signature}");
        }
    }
}
